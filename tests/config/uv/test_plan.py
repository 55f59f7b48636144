"""uv's configuration as one plan: which source comes first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.plan import read_plan
from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import Plan, Strategy
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


@pytest.mark.parametrize(
    ("text", "strategy"),
    [
        ("first-index", Strategy.FIRST_INDEX),
        ("first-match", Strategy.FIRST_INDEX),
        ("unsafe-first-match", Strategy.UNSAFE_FIRST_MATCH),
        ("unsafe-any-match", Strategy.UNSAFE_FIRST_MATCH),
        ("unsafe-best-match", Strategy.UNSAFE_BEST_MATCH),
    ],
)
def test_the_strategy_has_its_names_and_aliases(text: str, strategy: Strategy) -> None:
    assert plan(LOCK, "--index-strategy", text).strategy is strategy
    assert plan(LOCK, env={"UV_INDEX_STRATEGY": text}).strategy is strategy
    assert plan(LOCK, files={"uv.toml": f'index-strategy = "{text}"'}).strategy is strategy


def test_a_flag_beats_a_variable_and_a_variable_a_file() -> None:
    files = {"uv.toml": 'keyring-provider = "subprocess"'}
    assert plan(LOCK, files=files).keyring
    assert not plan(LOCK, files=files, env={"UV_KEYRING_PROVIDER": "disabled"}).keyring
    assert plan(LOCK, "--keyring-provider=subprocess", files=files, env={"UV_KEYRING_PROVIDER": "disabled"}).keyring


def test_the_pip_table_beats_the_top_for_pip() -> None:
    files = {"uv.toml": 'keyring-provider = "subprocess"\n[pip]\nkeyring-provider = "disabled"'}
    assert not plan(PIP, files=files).keyring
    assert plan(LOCK, files=files).keyring


@pytest.mark.parametrize(
    ("args", "env", "told"),
    [
        (("--index-strategy", "best"), {}, "--index-strategy: 'index-strategy' must be one of first-index"),
        ((), {"UV_KEYRING_PROVIDER": "yes"}, "UV_KEYRING_PROVIDER: 'keyring-provider' must be one of disabled"),
        ((), {"UV_HTTP_RETRIES": "-1"}, "UV_HTTP_RETRIES: a whole number is wanted"),
        ((), {"UV_HTTP_TIMEOUT": "3.5"}, "UV_HTTP_TIMEOUT: a whole number is wanted"),
        ((), {"UV_HTTP_TIMEOUT": "9" * 5000}, "UV_HTTP_TIMEOUT: a whole number is wanted"),
        ((), {"UV_INDEX_URL": "https://ci:zq7/Canary@h/"}, "UV_INDEX_URL: an index URL can't be read"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_its_place(
    args: tuple[str, ...], env: dict[str, str], told: str
) -> None:
    with pytest.raises(InputError) as caught:
        plan(LOCK, *args, env=env)
    assert str(caught.value).startswith(told)
    assert "Canary" not in str(caught.value)


def test_defaults() -> None:
    expected: dict[str, Any] = {"strategy": Strategy.FIRST_INDEX, "keyring": False, "no_index": False, "netrc": ()}
    expected |= {"pins": {}, "http_retries": 3, "timeout": 30, "dependabot": False}
    found = plan(LOCK)
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(("command", "project"), [("lock", True), ("sync", True), ("pip install", False)])
def test_pip_is_no_project_command(command: str, project: bool) -> None:
    assert plan(command).project_command is project


@pytest.mark.parametrize(
    ("env", "timeout"),
    [
        ({"HTTP_TIMEOUT": "1"}, 1),
        ({"HTTP_TIMEOUT": "1", "UV_REQUEST_TIMEOUT": "2"}, 2),
        ({"HTTP_TIMEOUT": "1", "UV_REQUEST_TIMEOUT": "2", "UV_HTTP_TIMEOUT": "3"}, 3),
    ],
)
def test_the_first_of_three_variables_sets_the_time_out(env: dict[str, str], timeout: int) -> None:
    assert plan(LOCK, env=env).timeout == timeout


def test_retries_may_be_none() -> None:
    assert plan(LOCK, env={"UV_HTTP_RETRIES": "0"}).http_retries == 0


@pytest.mark.parametrize(("value", "on"), [("true", True), ("false", False), ("1", False), ("", False)])
def test_dependabot_is_there_where_its_variable_says_true(value: str, on: bool) -> None:
    assert plan(LOCK, env={"DEPENDABOT": value}).dependabot is on


HOME_NETRC = {"~/.netrc": "machine h login home password a"}


@pytest.mark.parametrize(
    ("named", "username"),
    [
        (None, "home"),
        ("", "home"),
        ("/nowhere", "home"),
        ("/etc/netrc", "etc"),
        ("~/other", "other"),
        ("netrc", "project"),
    ],
)
def test_netrc_is_the_named_file_where_there_is_one(named: str | None, username: str) -> None:
    files = HOME_NETRC | {
        "/etc/netrc": "machine h login etc password b",
        "~/other": "machine h login other password c",
        "netrc": "machine h login project password d",
    }
    [entry] = plan(LOCK, files=files, env={} if named is None else {"NETRC": named}).netrc
    assert entry.credential.username == username


def test_a_project_command_knows_what_the_project_itself_defines() -> None:
    text = '[[tool.uv.index]]\nname = "corp"\nurl = "https://ci:cabbage@p/"\n'
    files = {"pyproject.toml": text, "~/.config/uv/uv.toml": '[[index]]\nurl = "https://u/"\n'}
    found = plan(LOCK, "--index", "corp=https://flag/", files=files).project_indexes
    assert [(str(index.url.bare()), header(index.credential)) for index in found] == [("https://p/", "ci:cabbage")]
    assert plan(PIP, files=files).project_indexes == ()


def test_no_release_takes_the_systems_store_for_a_keyring_provider() -> None:
    with pytest.raises(InputError, match="must be one of disabled, subprocess\n  No release of uv knows `native` here"):
        plan(PIP, "--keyring-provider", "native")


@pytest.mark.parametrize(
    ("args", "env", "asked"),
    [
        ((), {}, False),
        (("--preview",), {}, True),
        (("--preview-features", "other,native-auth"), {}, True),
        ((), {"UV_PREVIEW_FEATURES": "native-auth"}, True),
        ((), {"UV_PREVIEW": "0"}, False),
    ],
)
def test_the_systems_store_is_asked_in_a_preview(args: tuple[str, ...], env: dict[str, str], asked: bool) -> None:
    assert read_plan(surroundings("lock", *args, env=env)).system_store is asked
