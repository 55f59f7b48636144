"""What stands where a command does not read it."""

from __future__ import annotations

import pytest

from idxdoctor.config.uv.unread import unread_indexes, unread_netrc
from tests.surroundings import surroundings

PROJECT = '[project]\nname = "app"\nversion = "1"\n'
INDEX = '[[tool.uv.index]]\nname = "corp"\nurl = "https://h/simple"\n'
PIP_TABLE = '[tool.uv.pip]\nextra-index-url = ["https://h/simple"]\n'
WORKSPACE = {
    "pyproject.toml": f'{PROJECT}[tool.uv.workspace]\nmembers = ["packages/*"]\n',
    "packages/web/pyproject.toml": PROJECT.replace("app", "web") + INDEX,
}


@pytest.mark.parametrize(
    ("command", "files", "kinds"),
    [
        pytest.param("lock", {"pyproject.toml": PROJECT + PIP_TABLE}, ["pip-table"], id="pip's table, a lock"),
        pytest.param("pip compile", {"pyproject.toml": PROJECT + PIP_TABLE}, [], id="pip's table, uv pip"),
        pytest.param("tool run", {"pyproject.toml": PROJECT + INDEX}, ["tool"], id="a project, uv tool"),
        pytest.param("lock", {"pyproject.toml": PROJECT + INDEX}, [], id="a project, a lock"),
        pytest.param("lock", {"pyproject.toml": PROJECT + INDEX, "uv.toml": ""}, ["hidden"], id="beside a uv.toml"),
        pytest.param("lock", WORKSPACE, ["member"], id="a member"),
        pytest.param("lock", {"~/.pip/pip.conf": "[global]\nindex-url = https://h/simple\n"}, ["pip.conf"], id="pip"),
        pytest.param("lock", {"~/.pip/pip.conf": "[global]\nindex-url = https://\n"}, [], id="pip, no URL"),
    ],
)
def test_an_index_is_unread_by_where_it_stands_and_by_the_command(
    command: str, files: dict[str, str], kinds: list[str]
) -> None:
    found = unread_indexes(surroundings(command, files=files))
    assert [one.kind for one in found] == kinds
    assert all(one.definition.url.reveal() == "https://h/simple" for one in found)


def test_an_unread_index_has_the_credentials_of_its_variables() -> None:
    env = {"UV_INDEX_CORP_USERNAME": "ci", "UV_INDEX_CORP_PASSWORD": "cabbage"}
    (found,) = unread_indexes(surroundings("tool run", files={"pyproject.toml": PROJECT + INDEX}, env=env))
    assert found.definition.credential is not None
    assert found.definition.credential.is_complete


def test_netrc_is_hidden_by_a_file_that_the_variable_names_and_only_by_one_that_there_is() -> None:
    files = {"~/.netrc": "machine h login ci password cabbage\n", "ci.netrc": ""}
    assert [entry.host for entry in unread_netrc(surroundings(files=files, env={"NETRC": "ci.netrc"}))] == ["h"]
    assert unread_netrc(surroundings(files=files, env={"NETRC": "missing"})) == ()
    assert unread_netrc(surroundings(files=files)) == ()


def test_a_hidden_netrc_that_cannot_be_read_is_left_alone() -> None:
    files = {"~/.netrc": "cabbage\n", "ci.netrc": ""}
    assert unread_netrc(surroundings(files=files, env={"NETRC": "ci.netrc"})) == ()
