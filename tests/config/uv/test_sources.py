"""What a project needs, and which of it is pinned to an index."""

from __future__ import annotations

import pytest

from idxdoctor.config.uv.needs import project_dependencies
from idxdoctor.config.uv.pins import pinned_indexes, taught_indexes
from idxdoctor.model.errors import InputError
from tests.conversation import header
from tests.surroundings import surroundings

PINNED = """
[tool.uv.sources]
Foo_Bar = {index = "corp"}
[[tool.uv.index]]
name = "corp"
url = "https://own/"
explicit = true
"""


def pins(text: str, *args: str, **env: str) -> dict[str, str]:
    """Return the URL of the index of each pinned project."""
    found = pinned_indexes(surroundings("lock", *args, files={"pyproject.toml": text}, env=env))
    return {name: str(index.url) for name, index in found.items()}


def needs(text: str) -> list[str]:
    return project_dependencies(surroundings(files={"pyproject.toml": text}))


def test_a_source_pins_a_project_to_an_index_of_its_file() -> None:
    assert pins(PINNED) == {"foo-bar": "https://own/"}


@pytest.mark.parametrize("flag", ["--index", "--default-index"])
def test_an_index_of_the_command_line_comes_before_that_of_the_file(flag: str) -> None:
    assert pins(PINNED, flag, "corp=https://flag/") == {"foo-bar": "https://flag/"}


def test_no_index_takes_the_indexes_of_the_command_line_away() -> None:
    project = '[tool.uv.sources]\nfoo = { index = "corp" }\n'
    assert pins(project, "--index", "corp=https://h/simple") == {"foo": "https://h/simple"}
    with pytest.raises(InputError, match="defined neither here nor on the command line"):
        pins(project, "--index", "corp=https://h/simple", "--no-index")


@pytest.mark.parametrize(
    "files",
    [
        {"~/.config/uv/uv.toml": "no-index = true\n"},
        {"pyproject.toml": '[tool.uv]\nno-index = true\n[tool.uv.sources]\nfoo = { index = "corp" }\n'},
    ],
)
def test_no_index_in_a_file_takes_them_away_too(files: dict[str, str]) -> None:
    """uv 0.6.8, 0.6.9 and 0.13.9 say of it that an undeclared index is referenced."""
    project = {"pyproject.toml": '[tool.uv.sources]\nfoo = { index = "corp" }\n'}
    here = surroundings("lock", "--index", "corp=https://h/simple", files=project | files)
    with pytest.raises(InputError, match="defined neither here nor on the command line"):
        pinned_indexes(here)


def test_no_index_leaves_those_of_the_project() -> None:
    files = {"pyproject.toml": PINNED, "~/.config/uv/uv.toml": "no-index = true\n"}
    assert list(pinned_indexes(surroundings("lock", files=files))) == ["foo-bar"]


TWO_PINS = """
[tool.uv.sources]
foo = {index = "a"}
bar = {index = "b"}
[[tool.uv.index]]
name = "a"
url = "https://a/"
[[tool.uv.index]]
name = "b"
url = "https://b/"
"""


@pytest.mark.parametrize(
    ("project", "hosts"),
    [
        ('[project]\ndependencies = ["foo", "bar"]\n', "ab"),
        ('[project]\ndependencies = ["bar", "foo"]\n', "ba"),
        ('[project]\ndependencies = ["bar"]\n', "b"),
        ('[project]\ndependencies = ["foo", "foo>=1"]\n', "aa"),
        ('[project]\ndependencies = ["foo"]\n[dependency-groups]\nx = ["bar"]\n', "ba"),
        ('[dependency-groups]\nz = ["foo"]\na = ["bar"]\n', "ba"),
        ('[project]\ndependencies = ["foo"]\n[tool.uv]\ndev-dependencies = ["bar"]\n', "ba"),
        ('[project]\ndependencies = ["foo"]\n[project.optional-dependencies]\nx = ["bar"]\n', "ab"),
        ("[tool.uv.workspace]\nmembers = []\n", ""),
        ("", "ab"),
    ],
)
def test_sources_teach_credentials_in_the_order_of_the_requirements(project: str, hosts: str) -> None:
    found = taught_indexes(surroundings("lock", files={"pyproject.toml": project + TWO_PINS}))
    assert "".join(index.url.host for index in found) == hosts


@pytest.mark.parametrize(("only", "count"), [('group = "x"', 1), ('group = "y"', 0), ('extra = "x"', 0)])
def test_a_source_for_one_list_teaches_where_that_is_read(only: str, count: int) -> None:
    text = TWO_PINS.replace('{index = "a"}', f'{{index = "a", {only}}}')
    found = taught_indexes(surroundings("lock", files={"pyproject.toml": f'[dependency-groups]\nx = ["foo"]\n{text}'}))
    assert len(found) == count


def test_the_first_index_of_a_name_counts() -> None:
    again = '[[tool.uv.index]]\nname = "corp"\nurl = "https://again/"\n'
    assert pins(PINNED + again) == {"foo-bar": "https://own/"}


def test_a_pinned_index_has_its_credentials() -> None:
    env = {"UV_INDEX_CORP_USERNAME": "ci", "UV_INDEX_CORP_PASSWORD": "cabbage"}
    found = pinned_indexes(surroundings(files={"pyproject.toml": PINNED}, env=env))
    assert header(found["foo-bar"].credential) == "ci:cabbage"


def test_a_list_of_sources_may_hold_an_index() -> None:
    text = PINNED.replace('{index = "corp"}', '[{path = "x", marker = "a"}, {index = "corp", marker = "b"}]')
    assert pins(text) == {"foo-bar": "https://own/"}


def test_no_sources_pins_nothing() -> None:
    assert pins(PINNED, "--no-sources") == {}
    assert pins(PINNED, UV_NO_SOURCES="1") == {}


def test_other_sources_pin_nothing() -> None:
    assert pins('[tool.uv.sources]\nfoo = {git = "https://g/foo"}\nbar = {workspace = true}\n') == {}


def test_an_index_of_the_users_file_may_not_be_named() -> None:
    files = {
        "pyproject.toml": '[tool.uv.sources]\nfoo = {index = "corp"}\n',
        "~/.config/uv/uv.toml": '[[index]]\nname = "corp"\nurl = "https://user/"\n',
    }
    with pytest.raises(
        InputError, match=r"pyproject\.toml:2: `foo` comes from the index `corp`, which is defined neit"
    ):
        pinned_indexes(surroundings(files=files))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[tool.uv]\nsources = 1", "pyproject.toml:2: `sources` must be a table"),
        ("[tool.uv.sources]\nfoo = 1", "pyproject.toml:2: the source of `foo` must be a table"),
        ("[tool.uv.sources]\nfoo = [1]", "pyproject.toml:2: the source of `foo` must be a table"),
        ("tool = 1", "pyproject.toml:1: `tool` must be a table"),
        ("[tool]\nuv = 1", "pyproject.toml:2: `uv` must be a table"),
    ],
)
def test_a_source_that_is_none_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        pins(text)
    assert str(caught.value) == told


def test_a_project_needs_its_dependencies_extras_and_groups() -> None:
    text = """
        [project]
        dependencies = ["Foo_Bar>=1", "baz[extra] ; python_version > '3'", "foo-bar"]
        [project.optional-dependencies]
        docs = ["sphinx~=7"]
        [dependency-groups]
        test = ["pytest", {include-group = "lint"}]
        lint = ["ruff==1"]
        [tool.uv]
        dev-dependencies = ["mypy"]
        """
    assert needs(text) == ["foo-bar", "baz", "sphinx", "pytest", "ruff", "mypy"]


def test_what_comes_from_elsewhere_needs_no_index() -> None:
    text = """
        [project]
        dependencies = ["foo", "bar", "baz @ https://h/baz.whl", "pinned", "both"]
        [tool.uv.sources]
        foo = {path = "../foo"}
        bar = {workspace = true}
        pinned = {index = "corp"}
        """
    assert needs(text) == ["pinned", "both"]


def test_without_a_project_nothing_is_needed() -> None:
    assert project_dependencies(surroundings()) == []
    assert needs("[tool.other]\na = 1\n") == []


def test_the_project_file_may_lie_further_up() -> None:
    files = {"/repo/pyproject.toml": '[project]\ndependencies = ["foo"]\n'}
    assert project_dependencies(surroundings(files=files)) == ["foo"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("project = 1", "pyproject.toml:1: `project` must be a table"),
        ("[project]\ndependencies = 1", "pyproject.toml:2: `dependencies` must be a list"),
        ("[project]\noptional-dependencies = 1", "pyproject.toml:2: `optional-dependencies` must be a table"),
        ("dependency-groups = []", "pyproject.toml:1: `dependency-groups` must be a table"),
        ("[dependency-groups]\ntest = 1", "pyproject.toml:2: `test` must be a list"),
        ('[project]\ndependencies = [">=1"]', "pyproject.toml: a requirement has no name"),
    ],
)
def test_dependencies_that_are_none_are_told_with_their_line(text: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        needs(text)
    assert str(caught.value).startswith(told)


WORKSPACE = {
    "/repo/pyproject.toml": """
        [dependency-groups]
        lint = ["ruff"]
        [tool.uv.workspace]
        members = ["*"]
        [tool.uv.sources]
        core = { workspace = true }
        torch = { index = "corp" }
        [[tool.uv.index]]
        name = "corp"
        url = "https://corp/"
        """,
    "pyproject.toml": '[project]\nname = "web"\ndependencies = ["core[fast]", "flask"]\n',
    "/repo/core/pyproject.toml": '[project]\nname = "Core"\ndependencies = ["torch", "numpy"]\n',
}
OWN_PIN = """
[tool.uv.sources]
torch = { index = "own" }
[[tool.uv.index]]
name = "own"
url = "https://own/"
"""


def in_workspace(name: str, text: str) -> dict[str, str]:
    """Return the workspace with something added to one of its files."""
    return {**WORKSPACE, name: WORKSPACE[name] + text}


def test_a_workspace_is_locked_as_a_whole() -> None:
    assert project_dependencies(surroundings("lock", files=WORKSPACE)) == ["ruff", "torch", "numpy", "flask"]


def test_uv_pip_reads_one_member() -> None:
    here = surroundings("pip compile", "pyproject.toml", files=WORKSPACE)
    assert project_dependencies(here) == ["flask"]


def test_a_members_source_comes_before_the_roots() -> None:
    elsewhere = '[tool.uv.sources]\nnumpy = { path = "../numpy" }\n'
    files = in_workspace("/repo/core/pyproject.toml", elsewhere)
    assert project_dependencies(surroundings(files=files)) == ["ruff", "torch", "flask"]


def test_a_pin_of_the_root_counts_for_members() -> None:
    found = pinned_indexes(surroundings(files=WORKSPACE))
    assert {name: str(index.url) for name, index in found.items()} == {"torch": "https://corp/"}


def test_a_pin_of_a_member_that_needs_the_project_counts_for_all() -> None:
    found = pinned_indexes(surroundings(files=in_workspace("/repo/core/pyproject.toml", OWN_PIN)))
    assert str(found["torch"].url) == "https://own/"
    needless = pinned_indexes(surroundings(files=in_workspace("pyproject.toml", OWN_PIN)))
    assert str(needless["torch"].url) == "https://corp/"
