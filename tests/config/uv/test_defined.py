"""The indexes that uv is given: which source comes first."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.plan import read_plan
from idxdoctor.model.plan import Plan
from tests.conversation import header
from tests.surroundings import surroundings

PIP, LOCK = "pip compile", "lock"
BOTH = pytest.mark.parametrize("command", [PIP, LOCK])
FLAGS = ("--index", "https://i/", "--extra-index-url", "https://e/", "--index-url", "https://iu/")
NO_DEFAULT_FLAGS = FLAGS[:4]
CONFIG = """
    extra-index-url = ["https://ce/"]
    [[index]]
    url = "https://c1/"
    [[index]]
    url = "https://c2/"
    [[index]]
    url = "https://cd/"
    default = true
    """


def plan(
    command: str, *args: str, files: Mapping[str, str] | None = None, env: Mapping[str, str] | None = None
) -> Plan:
    return read_plan(surroundings(command, *args, files=files, env=env))


def searched(
    command: str, *args: str, files: Mapping[str, str] | None = None, env: Mapping[str, str] | None = None
) -> str:
    """Return the hosts of the indexes in the order in which uv searches them."""
    session = Session(plan(command, *args, files=files, env=env), "0.13.9")
    return " ".join(index.url.host for index in session.order)


@BOTH
def test_without_anything_pypi_is_asked(command: str) -> None:
    assert searched(command) == "pypi.org"


@BOTH
def test_index_comes_before_extra_index_url_and_index_url_last(command: str) -> None:
    assert searched(command, *FLAGS) == "i e iu"


@BOTH
def test_variables_have_the_order_of_their_flags(command: str) -> None:
    env = {"UV_INDEX_URL": "https://iu/", "UV_EXTRA_INDEX_URL": "https://e/ https://e2/", "UV_INDEX": "https://i/"}
    assert searched(command, env=env) == "i e e2 iu"


def test_pip_asks_all_flags_before_the_files() -> None:
    assert searched(PIP, *NO_DEFAULT_FLAGS, files={"uv.toml": CONFIG}) == "i e c1 c2 ce cd"


def test_a_project_asks_the_indexes_of_the_files_before_the_extra_flags() -> None:
    assert searched(LOCK, *NO_DEFAULT_FLAGS, files={"uv.toml": CONFIG}) == "i c1 c2 e ce cd"


def test_index_url_beats_the_default_of_a_file_for_pip() -> None:
    assert searched(PIP, *FLAGS, files={"uv.toml": CONFIG}) == "i e c1 c2 ce iu"
    assert searched(PIP, files={"uv.toml": CONFIG}, env={"UV_INDEX_URL": "https://iu/"}) == "c1 c2 ce iu"


def test_index_url_does_not_beat_the_default_of_a_file_for_a_project() -> None:
    assert searched(LOCK, *FLAGS, files={"uv.toml": CONFIG}) == "i c1 c2 e ce cd"
    assert searched(LOCK, files={"uv.toml": CONFIG}, env={"UV_INDEX_URL": "https://iu/"}) == "c1 c2 ce cd"


@BOTH
def test_default_index_beats_every_other_default(command: str) -> None:
    args = ("--default-index", "https://di/", "--index-url", "https://iu/")
    assert searched(command, *args, files={"uv.toml": CONFIG}).endswith(" di")


def test_index_url_of_a_flag_beats_that_of_a_file() -> None:
    files = {"uv.toml": 'index-url = "https://file/"'}
    for command in (PIP, LOCK):
        assert searched(command, "--index-url", "https://flag/", files=files) == "flag"
        assert searched(command, files=files) == "file"


@BOTH
def test_a_flag_shadows_the_index_of_its_name(command: str) -> None:
    files = {"uv.toml": '[[index]]\nname = "corp"\nurl = "https://file/"'}
    assert searched(command, "--index", "corp=https://flag/", files=files) == "flag pypi.org"


@BOTH
def test_a_shadowed_default_leaves_pypi(command: str) -> None:
    files = {"uv.toml": '[[index]]\nname = "corp"\nurl = "https://file/"\ndefault = true'}
    assert searched(command, "--index", "corp=https://flag/", files=files) == "flag pypi.org"


@BOTH
def test_a_shadowed_index_is_still_known_with_its_credentials(command: str) -> None:
    files = {"uv.toml": '[[index]]\nname = "corp"\nurl = "https://ci:cabbage@h/"'}
    defined = plan(command, "--index", "corp=https://h/", files=files).defined
    assert [header(index.credential) for index in defined] == ["nobody", "ci:cabbage", "nobody"]


@BOTH
def test_the_files_of_project_user_and_system_are_joined_in_this_order(command: str) -> None:
    files = {
        "pyproject.toml": '[tool.uv]\nextra-index-url = ["https://p/"]\n',
        "~/.config/uv/uv.toml": 'extra-index-url = ["https://u/"]\nindex-url = "https://ud/"\n',
        "/etc/uv/uv.toml": 'extra-index-url = ["https://s/"]\nindex-url = "https://sd/"\n',
    }
    assert searched(command, files=files) == "p u s ud"


@BOTH
def test_index_tables_of_the_files_are_joined_too(command: str) -> None:
    files = {
        "pyproject.toml": '[[tool.uv.index]]\nname = "corp"\nurl = "https://p/"\n',
        "~/.config/uv/uv.toml": '[[index]]\nname = "corp"\nurl = "https://u/"\n[[index]]\nurl = "https://u2/"\n',
    }
    assert searched(command, files=files) == "p u2 pypi.org"


def test_the_pip_table_is_read_for_pip_alone_and_comes_first() -> None:
    files = {
        "uv.toml": 'index-url = "https://d/"\nextra-index-url = ["https://e/"]\n'
        '[pip]\nindex-url = "https://pd/"\nextra-index-url = ["https://pe/"]\n'
    }
    assert searched(PIP, files=files) == "pe e pd"
    assert searched(LOCK, files=files) == "e d"


@pytest.mark.parametrize("variable", ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"])
@BOTH
def test_variables_of_pip_are_not_read(command: str, variable: str) -> None:
    assert searched(command, env={variable: "https://pip/"}) == "pypi.org"


@BOTH
def test_no_index_searches_nothing(command: str) -> None:
    assert searched(command, "--no-index", "--index", "https://i/") == ""
    assert searched(command, files={"uv.toml": "no-index = true"}) == ""
    assert searched(command, env={"UV_NO_INDEX": "1"}) == "pypi.org"


@BOTH
def test_named_indexes_have_the_credentials_of_their_variables(command: str) -> None:
    env = {"UV_INDEX_MY_CORP_USERNAME": "ci", "UV_INDEX_MY_CORP_PASSWORD": "zq7Canary"}
    [first, _] = plan(command, "--index", "my-corp=https://h/", env=env).defined
    assert header(first.credential) == "ci:zq7Canary"
