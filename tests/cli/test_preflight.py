"""`idxdoctor check` of what a project needs: requirements, locks, hundreds of names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.config.uv.test_lock import package
from tests.transport.loopback import Loopback, answers, serving
from tests.transport.test_check import PAGE_OF_FOO

NEW = ("--client", "uv==0.13.9")


@pytest.fixture
def index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A server that has every package, and is the only index."""
    assert folder.exists()
    monkeypatch.setenv("NO_PROXY", "*")
    with serving(PAGE_OF_FOO) as server:
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"{server.url}/simple")
        yield server


def asked(server: Loopback) -> list[str]:
    """Return the names that the server was asked for, sorted."""
    return sorted(seen.path.split("/")[2] for seen in server.seen)


def test_files_of_requirements_are_looked_up_beside_what_is_named(cli: Cli, folder: Path, index: Loopback) -> None:
    (folder / "a.txt").write_text("foo>=1 ; python_version > '3'\n-r b.txt\nbaz @ https://h/baz.whl\n./local\n")
    (folder / "b.txt").write_text("bar==1 --hash=sha256:00\n-c limits.txt\n")
    (folder / "limits.txt").write_text("never==1\n")
    result = cli("check", "named", "-r", "a.txt", "--requirements", "b.txt", *NEW, "--quiet")
    assert (result.status, result.err) == (0, "")
    assert [line.partition(":")[0] for line in result.out.splitlines()] == ["named", "foo", "bar"]
    assert asked(index) == ["bar", "foo", "named"]


def test_a_fault_in_requirements_is_told_with_its_line(cli: Cli, folder: Path) -> None:
    (folder / "a.txt").write_text("foo\nbar baz\n")
    result = cli("check", "-r", "a.txt", *NEW)
    assert (result.status, result.out) == (2, "")
    assert result.err.splitlines() == [
        "idxdoctor: error: a.txt:2: a requirement has no name",
        "  Write it as `name>=1.0`.",
    ]


@pytest.mark.parametrize("name", ["a.txt", "uv.lock", "pylock.toml", "pyproject.toml", "other.toml"])
def test_a_file_that_is_not_there_is_told(cli: Cli, name: str) -> None:
    result = cli("check", "-r", name, *NEW)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"idxdoctor: error: {name}: ")


def test_without_a_name_the_lock_says_what_is_looked_up_and_where(cli: Cli, folder: Path, index: Loopback) -> None:
    (folder / "pyproject.toml").write_text('[project]\nname = "app"\ndependencies = ["new"]\n')
    with serving(answers(401)) as other:
        source = f'source = {{ registry = "{other.url}/simple" }}'
        home = f'source = {{ registry = "{index.url}/simple" }}'
        lock = package(name="app", source='source = { virtual = "." }')
        lock += package(name="one", source=home) + package(name="two", source=source)
        (folder / "uv.lock").write_text(f"version = 1\n{lock}")
        result = cli("check", *NEW)
    assert result.status == 1
    assert (asked(index), asked(other)) == (["new", "one"], ["two"])
    assert "two: stopped. Index 1 of 2 was asked without credentials and answered 401" in result.out
    assert "IDX313 warning" in result.out


def test_a_package_that_only_another_index_has_is_a_problem(cli: Cli, folder: Path, index: Loopback) -> None:
    with serving(answers(404)) as other:
        source = f'source = {{ registry = "{other.url}/simple" }}'
        (folder / "uv.lock").write_text("version = 1\n" + package(source=source))
        result = cli("check", "-r", "uv.lock", *NEW)
    assert result.status == 1
    assert (asked(other), asked(index)) == (["foo"], ["foo"])
    assert "IDX312 error  A package is locked to one index, and another answers for it" in result.out


def test_a_named_package_is_looked_up_as_the_client_would_whatever_is_locked(
    cli: Cli, folder: Path, index: Loopback
) -> None:
    (folder / "uv.lock").write_text("version = 1\n" + package())
    assert cli("check", "foo", *NEW, "--quiet").status == 0
    assert asked(index) == ["foo"]


def test_a_pylock_is_read_as_a_file_of_requirements(cli: Cli, folder: Path, index: Loopback) -> None:
    entry = f'[[packages]]\nname = "foo"\nindex = "{index.url}/simple"\n'
    (folder / "pylock.ci.toml").write_text(f'lock-version = "1.0"\n{entry}')
    assert cli("check", "-r", "pylock.ci.toml", *NEW, "--quiet").status == 0
    assert asked(index) == ["foo"]


def test_hundreds_of_packages_come_back_in_the_order_of_their_names(cli: Cli, folder: Path, index: Loopback) -> None:
    names = [f"package-{n}" for n in range(300)]
    (folder / "a.txt").write_text("\n".join(names))
    result = cli("check", "-r", "a.txt", *NEW, "--quiet", "--concurrency", "16")
    assert result.status == 0
    assert [line.partition(":")[0] for line in result.out.splitlines()] == names
    assert len(index.seen) == len(names)


@pytest.mark.parametrize("most", ["0", "65", "many"])
def test_a_bound_that_is_none_is_refused(cli: Cli, most: str) -> None:
    assert cli("check", "foo", "--concurrency", most).status == 2


def test_a_scenario_has_its_own_files(cli: Cli) -> None:
    result = cli("check", "--mock", "uv-13216-second-url", "-r", "a.txt")
    assert (result.status, result.err.splitlines()[0]) == (2, "idxdoctor: error: -r: a scenario has its own files")


@pytest.mark.skipif(os.name == "nt", reason="the folder's name holds a character that no name on Windows has")
def test_a_name_with_an_escape_sequence_is_shown_without_it(cli: Cli) -> None:
    result = cli("check", "-r", "a\x1b[31m.txt", *NEW)
    assert result.status == 2
    assert "\x1b" not in result.err
