"""The files that a lock names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from idxdoctor.config.uv.lock import locked_files
from idxdoctor.model.errors import InputError
from tests.surroundings import surroundings

REGISTRY: Final = 'source = { registry = "https://h/simple" }'
PURE: Final = "https://h/f/foo-1.0-py3-none-any.whl"
LINUX: Final = "https://h/f/foo-1.0-cp311-cp311-linux_x86_64.whl"
SDIST: Final = "https://h/f/foo-1.0.tar.gz"


def package(*lines: str, name: str = "foo", source: str = REGISTRY) -> str:
    return "\n".join(["[[package]]", f'name = "{name}"', 'version = "1.0"', source, *lines, ""])


def wheels(*urls: str) -> str:
    entries = [f'{{ url = "{url}" }}' if url else '{ path = "x.whl" }' for url in urls]
    return f"wheels = [{', '.join(entries)}]"


def locked(
    text: str, command: str = "sync", *args: str, env: Mapping[str, str] | None = None, **files: str
) -> dict[str, str]:
    """Return the URLs of the files that are fetched, by package; the lock lies in the project's folder."""
    found = surroundings(command, *(args or ("--frozen",)), env=env, files={"uv.lock": text, **files})
    return {name: url.reveal() for name, url in locked_files(found).items()}


def test_a_frozen_sync_fetches_the_wheels_of_the_lock() -> None:
    text = package(wheels(PURE)) + package(wheels("https://g/bar-1.0-py3-none-any.whl"), name="bar")
    assert locked(text) == {"foo": PURE, "bar": "https://g/bar-1.0-py3-none-any.whl"}


@pytest.mark.parametrize("flag", ["--frozen", "--locked"])
def test_locked_is_as_good_as_frozen(flag: str) -> None:
    assert locked(package(wheels(PURE)), "sync", flag)


def test_the_variable_is_as_good_as_the_flag() -> None:
    env = {"UV_FROZEN": "1"}
    assert locked(package(wheels(PURE)), "sync", "--quiet", env=env)
    assert not locked(package(wheels(PURE)), "sync", "--quiet", env={"UV_FROZEN": "0"})


@pytest.mark.parametrize(("command", "flag"), [("sync", "--quiet"), ("lock", "--frozen"), ("pip sync", "--frozen")])
def test_no_other_command_reads_the_lock(command: str, flag: str) -> None:
    assert locked("broken = ", command, flag) == {}


def test_names_are_normalized() -> None:
    assert list(locked(package(wheels(PURE), name="Foo_.Bar"))) == ["foo-bar"]


@pytest.mark.parametrize(
    ("lines", "chosen"),
    [
        ((wheels(LINUX, PURE),), PURE),
        ((wheels(LINUX, PURE + "#sha256=0"),), PURE),
        ((wheels(LINUX, PURE + "?a=b"),), PURE + "?a=b"),
        ((f'sdist = {{ url = "{SDIST}" }}', wheels(LINUX)), LINUX),
        ((f'sdist = {{ url = "{SDIST}" }}',), SDIST),
        ((f'sdist = {{ url = "{SDIST}" }}', wheels("")), SDIST),
    ],
)
def test_the_pure_wheel_comes_first_and_the_source_last(lines: tuple[str, ...], chosen: str) -> None:
    assert locked(package(*lines)) == {"foo": chosen}


@pytest.mark.parametrize(
    "text",
    [
        "version = 1\n",
        package(),
        package(wheels("")),
        package(wheels(PURE), source='source = { virtual = "." }'),
        package(wheels(PURE), source='source = { git = "https://h/foo" }'),
        package(wheels(PURE), source=""),
    ],
)
def test_what_no_index_has_is_left_out(text: str) -> None:
    assert locked(text) == {}


def test_the_lock_of_a_member_is_that_of_its_workspace() -> None:
    files = {
        "/repo/pyproject.toml": '[tool.uv.workspace]\nmembers = ["project"]\n',
        "/repo/uv.lock": package(wheels(PURE)),
        "pyproject.toml": "[project]\n",
    }
    assert list(locked_files(surroundings("sync", "--frozen", files=files))) == ["foo"]


def test_the_lock_stands_beside_the_project_file_above() -> None:
    files = {"/repo/pyproject.toml": "[project]\n", "/repo/uv.lock": package(wheels(PURE))}
    assert list(locked_files(surroundings("sync", "--frozen", files=files))) == ["foo"]


def test_a_lock_that_is_not_there_is_told_with_what_writes_one() -> None:
    with pytest.raises(InputError, match=r"uv\.lock: there is no lock file") as caught:
        locked_files(surroundings("sync", "--frozen"))
    assert caught.value.remedy == "`uv lock` writes one."


def test_a_url_that_can_not_be_read_is_told_with_its_line_and_not_repeated() -> None:
    text = package(wheels(PURE)) + package(wheels("https://ci:zq7/Canary@h/bar-1.0-py3-none-any.whl"), name="bar")
    with pytest.raises(InputError) as caught:
        locked(text)
    assert str(caught.value).startswith("uv.lock:6: a file's URL can't be read")
    assert "Canary" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "package = 1",
        "package = ['zq7Canary']",
        package("wheels = 1"),
        package("wheels = ['zq7Canary']"),
        package("sdist = 1"),
        package(source="source = 1"),
    ],
)
def test_a_lock_that_is_none_is_told(text: str) -> None:
    with pytest.raises(InputError, match=r"^uv\.lock(:1)?: this is no lock file") as caught:
        locked(text)
    assert "Canary" not in str(caught.value)
