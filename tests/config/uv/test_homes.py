"""The index that must serve a package, as the checked locks say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.homes import locked_homes, project_locks
from idxdoctor.config.uv.named import with_files
from idxdoctor.config.uv.needs import project_dependencies
from idxdoctor.config.uv.plan import read_plan
from idxdoctor.model.errors import InputError
from tests.config.uv.test_lock import package
from tests.surroundings import surroundings

LOCK = "version = 1\n" + package()
PROJECT_NEEDS = '[project]\nname = "app"\ndependencies = ["foo", "bar"]\n'


def in_project(
    lock: str, files: Mapping[str, str] | None = None, *, env: Mapping[str, str] | None = None
) -> Surroundings:
    """Return the surroundings of a check of the project's own lock."""
    return with_files(surroundings(env=env, files={"uv.lock": lock, **(files or {})}), ())


def homes(here: Surroundings) -> dict[str, list[tuple[str, str]]]:
    """Return the homes of the plan, each index by its URL and where it is defined."""
    found = read_plan(here).homes
    return {
        name: [(index.url.bare().reveal(), str(index.provenance)) for index in them] for name, them in found.items()
    }


def test_a_locked_package_is_at_home_at_the_index_of_its_lock() -> None:
    assert homes(in_project(LOCK)) == {"foo": [("https://h/simple", "uv.lock:2")]}


def test_an_index_that_is_configured_is_the_configured_one_with_its_credentials() -> None:
    here = in_project(LOCK, env={"UV_INDEX": "https://g/simple https://ci:cabbage@h/simple/"})
    assert homes(here) == {"foo": [("https://h/simple/", "UV_INDEX, 2nd URL")]}
    (home,) = read_plan(here).homes["foo"]
    assert str(home.credential) == "ci"


def test_a_package_that_is_locked_twice_may_have_two_homes() -> None:
    other = package(source='source = { registry = "https://g/simple" }')
    assert homes(in_project(LOCK + other + package())) == {
        "foo": [("https://h/simple", "uv.lock:2"), ("https://g/simple", "uv.lock:6")]
    }


@pytest.mark.parametrize(
    "source",
    [
        '{ virtual = "." }',
        '{ git = "https://h/foo" }',
        '{ registry = "../wheels" }',
        '{ url = "https://h/f.whl" }',
        "1",
    ],
)
def test_what_no_index_serves_has_no_home(source: str) -> None:
    assert homes(in_project("version = 1\n" + package(source=f"source = {source}"))) == {}


def test_the_lock_of_a_workspace_counts_for_its_members() -> None:
    files = {
        "/repo/pyproject.toml": '[tool.uv.workspace]\nmembers = ["project"]\n',
        "/repo/uv.lock": LOCK,
        "pyproject.toml": '[project]\nname = "member"\n',
    }
    assert project_locks(surroundings(files=files)) == (Path("/repo/uv.lock"),)


def test_a_pylock_counts_where_there_is_no_lock_of_uv() -> None:
    pylock = 'lock-version = "1.0"\n[[packages]]\nname = "foo"\nindex = "https://h/simple"\n'
    assert homes(in_project(LOCK, {"pylock.toml": pylock}))["foo"][0][1] == "uv.lock:2"
    here = with_files(surroundings(files={"pylock.toml": pylock}), ())
    assert homes(here) == {"foo": [("https://h/simple", "pylock.toml:2")]}


def test_no_lock_is_no_home() -> None:
    assert with_files(surroundings(), ()).locks == ()


def test_what_the_project_needs_is_looked_up_also_where_it_is_not_locked() -> None:
    assert project_dependencies(in_project(LOCK, {"pyproject.toml": PROJECT_NEEDS})) == ["foo", "bar"]


def test_a_package_of_a_pylock_without_an_index_is_looked_up_too() -> None:
    pylock = 'lock-version = "1.0"\n[[packages]]\nname = "foo"\nsdist = { url = "https://h/foo.tar.gz" }\n'
    here = with_files(surroundings(files={"pylock.toml": pylock}), ())
    assert (project_dependencies(here), homes(here)) == (["foo"], {})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "uv.lock: this is no lock file of uv"),
        ("version = 2\n", "uv.lock:1: this is no lock file of uv"),
        ("version = 1\n[[package]]\n", "uv.lock:2: each `[[package]]` must be a table with a `name`"),
        (
            "version = 1\n" + package(source='source = { registry = "https://ci:zq7/Canary@h" }'),
            "uv.lock:2: an index's URL can't be read",
        ),
    ],
)
def test_a_lock_that_is_none_is_told_with_its_place_and_a_remedy(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        locked_homes(in_project(text))
    assert str(caught.value).startswith(says)
    assert caught.value.remedy
    assert "Canary" not in str(caught.value)


def named(*files: str, command: str = "lock", args: tuple[str, ...] = ()) -> Surroundings:
    """Return the surroundings of a check of these files, which are all there."""
    texts = {name: LOCK if name.endswith("uv.lock") else "" for name in files}
    return with_files(surroundings(command, *args, files=texts), [Path(name) for name in files])


def test_requirements_are_read_as_uv_pip_reads_them() -> None:
    here = named("a.txt", "sub/b.txt")
    assert (here.command, here.args) == (("pip", "install"), ("--requirement=a.txt", "--requirement=sub/b.txt"))


def test_a_command_of_uv_pip_keeps_its_options() -> None:
    here = named("a.txt", command="pip sync", args=("--no-index",))
    assert (here.command, here.args) == (("pip", "sync"), ("--no-index", "--requirement=a.txt"))


def test_a_named_lock_of_uv_is_that_of_its_project() -> None:
    here = named("sub/uv.lock")
    assert (here.command, here.args) == (("lock",), ("--project=sub",))
    assert list(locked_homes(here)) == ["foo"]
    assert named("uv.lock", command="pip install").command == ("lock",)


def test_requirements_and_the_lock_of_a_project_are_two_checks() -> None:
    with pytest.raises(InputError, match=r"^-r: uv\.lock is the lock of a project"):
        named("uv.lock", "a.txt")


def test_another_command_reads_no_requirements() -> None:
    with pytest.raises(InputError, match=r"^--like: requirements are read by `uv pip` commands"):
        named("a.txt", command="sync")


def test_a_toml_file_of_another_name_is_refused() -> None:
    with pytest.raises(InputError, match=r"^other\.toml: this is neither") as caught:
        named("other.toml")
    assert caught.value.remedy


def test_a_named_lock_that_is_not_there_is_told() -> None:
    here = with_files(surroundings(), [Path("pylock.ci.toml")])
    with pytest.raises(InputError, match=r"^pylock\.ci\.toml: there is no such lock file"):
        locked_homes(here)


def test_the_needs_of_a_named_project_file_are_looked_up() -> None:
    files = {"pyproject.toml": '[project]\nname = "x"\ndependencies = ["far"]\n', "sub/pyproject.toml": PROJECT_NEEDS}
    here = with_files(surroundings(files=files), [Path("sub/pyproject.toml")])
    assert project_dependencies(here) == ["foo", "bar"]
    missing = with_files(surroundings(), [Path("sub/pyproject.toml")])
    with pytest.raises(InputError, match=r"^sub/pyproject\.toml: there is no such file"):
        project_dependencies(missing)


PYLOCK = 'lock-version = "1.0"\n[[packages]]\nname = "far"\nindex = "https://h/simple"\n'


@pytest.mark.parametrize(
    ("command", "args", "needed"),
    [
        ("pip install", ("-r", "a.txt"), ["bar"]),
        ("pip compile a.txt", (), ["bar"]),
        ("pip install", ("-r", "pylock.toml"), ["far"]),
        ("pip sync", ("pylock.toml",), ["far"]),
        ("sync", ("--frozen",), ["foo"]),
    ],
)
def test_a_command_that_names_files_itself_has_no_need_of_the_projects_lock(
    command: str, args: tuple[str, ...], needed: list[str]
) -> None:
    files = {"uv.lock": LOCK, "pylock.toml": PYLOCK, "a.txt": "bar\n"}
    assert project_dependencies(with_files(surroundings(command, *args, files=files), ())) == needed
