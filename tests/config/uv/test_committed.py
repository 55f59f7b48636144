"""Passwords in files of the project."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from idxdoctor.config.uv.committed import committed_passwords
from idxdoctor.config.uv.named import with_files
from idxdoctor.config.uv.plan import read_plan
from tests.config.uv.test_lock import package, wheels
from tests.surroundings import surroundings

WITH: str = "https://ci:zq7Canary@h/simple"


def told(
    files: Mapping[str, str], *args: str, command: str = "lock", env: Mapping[str, str] | None = None
) -> list[str]:
    """Return where a password stands, and what is said of it."""
    here = with_files(surroundings(command, *args, files=files, env=env), ())
    remarks = [*committed_passwords(here, read_plan(here))]
    assert all(remark.remedy for remark in remarks)
    assert "Canary" not in str([remark.text for remark in remarks])
    return [f"{remark.provenance}: {remark.text}" for remark in remarks]


def test_one_in_a_file_of_settings_is_told_with_its_line() -> None:
    text = f'[[tool.uv.index]]\nname = "corp"\nurl = "{WITH}"\n'
    assert told({"pyproject.toml": text}) == ["pyproject.toml:3: the password of corp stands in its URL"]


def test_one_in_requirements_is_told_with_its_line() -> None:
    found = told({"a.txt": f"foo\n--extra-index-url {WITH}\n"}, "-r", "a.txt", command="pip install")
    assert found == ["a.txt:2: the password of https://h/simple stands in its URL"]


@pytest.mark.parametrize("name", ["uv.lock", "pylock.toml"])
def test_one_in_a_lock_is_told_with_the_line_of_its_package(name: str) -> None:
    lock = {
        "uv.lock": "version = 1\n" + package() + package(wheels("https://ci:zq7Canary@h/f/bar.whl"), name="bar"),
        "pylock.toml": f'lock-version = "1.0"\n\n\n\n\n[[packages]]\nname = "bar"\nindex = "{WITH}"\n',
    }
    assert told({name: lock[name]}) == [f"{name}:6: a URL of bar has a password in the lock"]


def test_a_placeholder_a_variable_and_a_file_of_the_user_are_none() -> None:
    placeholder = '[[index]]\nname = "corp"\nurl = "https://ci:${TOKEN}@h/simple"\n'
    own = f'[[index]]\nname = "own"\nurl = "{WITH}"\n'
    files = {"uv.toml": placeholder, "~/.config/uv/uv.toml": own, "~/.netrc": "machine h login ci password zq7Canary\n"}
    assert told(files, env={"UV_INDEX": WITH}) == []


def test_a_url_that_can_not_be_read_is_none() -> None:
    assert told({"uv.lock": "version = 1\n" + package(wheels("https://ci:zq7/Canary@h/f.whl"))}) == []


def test_one_in_a_file_that_git_ignores_is_not_committed() -> None:
    text = f'[[index]]\nname = "corp"\nurl = "{WITH}"\n'
    assert told({"uv.toml": text, ".gitignore": "uv.toml\n"}) == []
    assert told({"uv.toml": text, ".gitignore": "other.toml\n"}) != []
