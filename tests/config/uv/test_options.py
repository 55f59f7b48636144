"""uv's options: flags, variables, and what beats what."""

from __future__ import annotations

import pytest

from idxdoctor.config.uv.options import given_for, is_switched_on, last_given
from idxdoctor.model.errors import InputError
from tests.surroundings import surroundings


def told(name: str, *args: str, **env: str) -> list[tuple[str, str]]:
    """Return each value of an option with its provenance."""
    return [(given.text, str(given.provenance)) for given in given_for(surroundings("lock", *args, env=env), name)]


@pytest.mark.parametrize(
    "args", [("--index", "https://a"), ("--index=https://a",), ("-q", "--index", "https://a", "foo")]
)
def test_a_flag_has_its_value_beside_it_or_behind_an_equals_sign(args: tuple[str, ...]) -> None:
    assert told("index", *args) == [("https://a", "--index")]


def test_a_flag_may_be_repeated() -> None:
    assert told("index", "--index", "a", "--index=b") == [("a", "--index"), ("b", "--index")]


def test_a_value_may_hold_an_equals_sign() -> None:
    assert told("index", "--index=corp=https://a/?x=1") == [("corp=https://a/?x=1", "--index")]


def test_the_short_flag_means_the_long_one() -> None:
    assert told("index-url", "-i", "https://a") == [("https://a", "-i")]


def test_a_flag_without_a_value_is_refused() -> None:
    with pytest.raises(InputError, match="--index: a value must follow"):
        told("index", "--index")


def test_a_flag_hides_its_own_variable_and_no_other() -> None:
    env = {"UV_INDEX": "https://a", "UV_EXTRA_INDEX_URL": "https://b"}
    assert told("index", "--index", "https://c", **env) == [("https://c", "--index")]
    assert told("extra-index-url", "--index", "https://c", **env) == [("https://b", "UV_EXTRA_INDEX_URL")]


def test_an_empty_flag_hides_its_variable() -> None:
    assert told("index-url", "--index-url", "", UV_INDEX_URL="https://a") == []


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("index", "UV_INDEX"),
        ("default-index", "UV_DEFAULT_INDEX"),
        ("index-url", "UV_INDEX_URL"),
        ("extra-index-url", "UV_EXTRA_INDEX_URL"),
        ("find-links", "UV_FIND_LINKS"),
        ("index-strategy", "UV_INDEX_STRATEGY"),
        ("keyring-provider", "UV_KEYRING_PROVIDER"),
        ("config-file", "UV_CONFIG_FILE"),
    ],
)
def test_each_option_has_its_variable(name: str, variable: str) -> None:
    assert told(name, **{variable: "value"}) == [("value", variable)]
    assert told(name, **{variable: ""}) == []


def test_no_index_has_no_variable() -> None:
    assert not is_switched_on(surroundings(env={"UV_NO_INDEX": "1"}), "no-index")
    assert is_switched_on(surroundings("lock", "--no-index"), "no-index")


def test_pip_variables_are_never_read() -> None:
    env = {"PIP_INDEX_URL": "https://a", "PIP_EXTRA_INDEX_URL": "https://b"}
    assert told("index-url", **env) == []
    assert told("extra-index-url", **env) == []


def test_indexes_stand_apart_by_any_whitespace() -> None:
    assert told("index", UV_INDEX=" a\tb\n c ") == [
        ("a", "UV_INDEX, 1st URL"),
        ("b", "UV_INDEX, 2nd URL"),
        ("c", "UV_INDEX, 3rd URL"),
    ]


def test_extra_index_urls_stand_apart_by_spaces_alone() -> None:
    assert told("extra-index-url", UV_EXTRA_INDEX_URL="a  b\tc") == [
        ("a", "UV_EXTRA_INDEX_URL, 1st URL"),
        ("b\tc", "UV_EXTRA_INDEX_URL, 2nd URL"),
    ]


def test_find_links_stand_apart_by_commas() -> None:
    assert [text for text, _ in told("find-links", UV_FIND_LINKS="a b,c")] == ["a b", "c"]


def test_the_fourth_url_is_the_fourth() -> None:
    assert told("index", UV_INDEX="a b c d")[3] == ("d", "UV_INDEX, 4th URL")


def test_of_an_option_with_one_value_the_last_counts() -> None:
    last = last_given(surroundings("lock", "--index-url", "a", "-i", "b"), "index-url")
    assert last is not None
    assert (last.text, str(last.provenance)) == ("b", "-i")


@pytest.mark.parametrize("value", ["1", "true", "yes", "on", "y"])
def test_what_switches_on(value: str) -> None:
    assert is_switched_on(surroundings(env={"UV_NO_CONFIG": value}), "no-config")


@pytest.mark.parametrize("value", ["", "0", "false", "No", "off", "n", "F"])
def test_what_does_not(value: str) -> None:
    assert not is_switched_on(surroundings(env={"UV_NO_CONFIG": value}), "no-config")
