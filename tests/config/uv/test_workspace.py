"""Which folder's configuration counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from idxdoctor.config.uv.plan import read_plan
from idxdoctor.config.uv.workspace import folders_upward, project_file, project_files, workspace_root
from idxdoctor.model.errors import InputError
from tests.surroundings import surroundings

ROOT = "/repo/pyproject.toml"
PROJECT = "[project]\nname = 'foo'\n"


def workspace(members: str = "['*']", more: str = "") -> str:
    return f"[tool.uv.workspace]\nmembers = {members}\n{more}"


def root(files: dict[str, str]) -> str | None:
    """Return the folder whose configuration counts for /repo/project."""
    found = workspace_root(surroundings(files=files))
    return str(found[0]) if found else None


def test_folders_go_upward_from_the_nearest() -> None:
    assert list(folders_upward(Path("/a/b"))) == [Path("/a/b"), Path("/a"), Path("/")]


def test_the_nearest_project_file_counts() -> None:
    found = project_file(surroundings(files={"pyproject.toml": PROJECT, ROOT: PROJECT}))
    assert found is not None
    assert (found[0], found[1].name) == (Path("/repo/project"), "pyproject.toml")


def test_a_folder_without_a_project_file_is_in_the_project_above() -> None:
    found = project_file(surroundings(files={ROOT: PROJECT}))
    assert found is not None
    assert (found[0], found[1].name) == (Path("/repo"), ROOT)


def test_without_a_project_file_there_is_no_project() -> None:
    assert project_file(surroundings()) is None
    assert root({}) is None


def test_a_project_alone_is_its_own_root() -> None:
    assert root({"pyproject.toml": PROJECT}) == "/repo/project"
    assert root({"pyproject.toml": PROJECT, ROOT: PROJECT}) == "/repo/project"


def test_a_member_belongs_to_its_workspace() -> None:
    assert root({"pyproject.toml": PROJECT, ROOT: workspace()}) == "/repo"


def test_the_root_of_a_workspace_is_in_no_other() -> None:
    assert root({"pyproject.toml": workspace(), ROOT: workspace()}) == "/repo/project"


@pytest.mark.parametrize(
    ("members", "more", "counts"),
    [
        ("['project']", "", True),
        ("['./project/']", "", True),
        ("['other', 'pro*']", "", True),
        ("['other']", "", False),
        ("['*/*']", "", False),
        ("['**']", "", True),
        ("['*']", "exclude = ['project']\n", False),
        ("['*']", "exclude = ['other']\n", True),
        ("[]", "", False),
    ],
)
def test_members_are_those_that_are_listed_and_not_excluded(members: str, more: str, counts: bool) -> None:
    files = {"pyproject.toml": PROJECT, ROOT: workspace(members, more)}
    assert root(files) == ("/repo" if counts else "/repo/project")


@pytest.mark.parametrize(
    ("glob", "counts"),
    [
        ("repo/project", True),
        ("repo/*", True),
        ("*", False),
        ("**/project", True),
        ("repo/**/project", True),
        ("repo/**", True),
        ("**/ject", False),
        ("repo/**/ject", False),
        ("other/**", False),
    ],
)
def test_a_star_stays_within_one_folder_and_two_do_not(glob: str, counts: bool) -> None:
    files = {"pyproject.toml": PROJECT, "/pyproject.toml": workspace(f"['{glob}']")}
    assert root(files) == ("/" if counts else "/repo/project")


def test_the_nearest_workspace_counts_even_where_the_project_is_no_member() -> None:
    files = {"pyproject.toml": PROJECT, ROOT: workspace("['other']"), "/pyproject.toml": workspace("['**']")}
    assert root(files) == "/repo/project"


@pytest.mark.parametrize("text", [workspace("1"), workspace(more="exclude = 'x'\n"), "[tool.uv]\nworkspace = 1\n"])
def test_a_workspace_that_is_none_is_told_with_its_place(text: str) -> None:
    with pytest.raises(InputError, match=r"^/repo/pyproject\.toml:[23]: "):
        root({"pyproject.toml": PROJECT, ROOT: text})


def test_another_folder_is_the_projects_where_it_is_named() -> None:
    files = {"app/pyproject.toml": '[project]\nname = "app"\n', "app/uv.toml": 'index-url = "https://h/simple"\n'}
    for args, env in (
        (("--project", "app"), {}),
        (("--directory=app",), {}),
        ((), {"UV_PROJECT": "app"}),
        (("--directory", "app", "--project", "."), {}),
    ):
        here = surroundings("lock", *args, env=env, files=files)
        assert [index.url.host for index in read_plan(here).defined] == ["h"]


def test_the_systems_settings_are_left_out_where_that_is_wished() -> None:
    files = {"/etc/uv/uv.toml": 'index-url = "https://h/simple"\n'}
    assert read_plan(surroundings(files=files)).defined[0].url.host == "h"
    assert read_plan(surroundings(env={"UV_NO_SYSTEM_CONFIG": "1"}, files=files)).defined[0].url.host == "pypi.org"


def members(files: dict[str, str]) -> list[str]:
    """Return the files of the workspace that /repo/project belongs to."""
    return [file.name for file in project_files(surroundings(files=files))]


def test_the_members_of_a_workspace_come_by_their_names_and_a_root_without_one_first() -> None:
    files = {
        ROOT: workspace("['p*', 'lib/**']", "exclude = ['lib/old']\n"),
        "pyproject.toml": '[project]\nname = "Foo"\n',
        "/repo/lib/a/b/pyproject.toml": '[project]\nname = "bar"\n',
        "/repo/lib/old/pyproject.toml": '[project]\nname = "old"\n',
        "/repo/pages/readme.md": "",
    }
    assert members(files) == [ROOT, "/repo/lib/a/b/pyproject.toml", "pyproject.toml"]


def test_a_project_alone_has_no_other_members() -> None:
    assert members({"pyproject.toml": PROJECT, ROOT: PROJECT}) == ["pyproject.toml"]
    assert members({}) == []


def test_a_project_that_uv_does_not_manage_is_no_member() -> None:
    other = '[project]\nname = "b"\n[tool.uv]\nmanaged = false\n'
    files = {ROOT: workspace(), "pyproject.toml": PROJECT, "/repo/other/pyproject.toml": other}
    assert members(files) == [ROOT, "pyproject.toml"]
