"""uv's configuration as one plan: which source of a setting counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from idxdoctor.config.uv.plan import read_plan
from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import Plan, Strategy
from tests.conversation import header
from tests.surroundings import surroundings

PIP, LOCK = "pip compile", "lock"


def plan(
    command: str, *args: str, files: Mapping[str, str] | None = None, env: Mapping[str, str] | None = None
) -> Plan:
    return read_plan(surroundings(command, *args, files=files, env=env))


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
