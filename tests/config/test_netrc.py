"""netrc files: what they give, where a fault stands, and that no fault repeats a secret."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from idxdoctor.config.netrc import read_netrc
from idxdoctor.model.credential import ANYWHERE, Credential, Reach
from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import NetrcEntry
from tests.surroundings import HOME, MadeUpFiles

CANARY = "zq7Canary"
PATH = HOME / ".netrc"


def entries(text: str) -> tuple[NetrcEntry, ...]:
    found = read_netrc(MadeUpFiles({PATH: dedent(text)}), PATH)
    assert found is not None
    return found


def revealed(credential: Credential) -> str | None:
    return None if credential.password is None else credential.password.reveal()


def told(text: str) -> list[tuple[str | None, str | None, str | None]]:
    """Return host, username and password of each entry."""
    credentials = [(entry.host, entry.credential) for entry in entries(text)]
    return [(host, given.username, revealed(given)) for host, given in credentials]


def test_no_file_is_no_entries_and_says_so() -> None:
    assert read_netrc(MadeUpFiles(), PATH) is None


def test_an_empty_file_has_no_entries() -> None:
    assert entries("\n  # nothing\n") == ()


@pytest.mark.parametrize(
    "text",
    [
        "machine h login ci password cabbage",
        "machine h\n  login ci\n  password cabbage\n",
        "machine h password cabbage login ci",
        "machine h user ci account acct password cabbage",
        "\tmachine\th\r\nlogin ci\r\npassword cabbage\r\n",
        '"machine" "h" login "ci" password "cabbage"',
        "machine h login ci password cabbage # a comment with login and password",
        "#machine g login bot\nmachine h login ci # a comment\npassword cabbage",
        "machine h login bot login ci password cabbage",
        "macdef init\nmachine x\nlogin y\n\nmachine h login ci password cabbage",
    ],
)
def test_spellings_of_one_entry(text: str) -> None:
    assert told(text) == [("h", "ci", "cabbage")]


def test_entries_stand_in_the_order_of_the_file() -> None:
    text = "machine h login ci password a\nmachine g login bot password b\nmachine h login last password c"
    assert told(text) == [("h", "ci", "a"), ("g", "bot", "b"), ("h", "last", "c")]


@pytest.mark.parametrize("text", ["default login ci password cabbage", "machine default login ci password cabbage"])
def test_the_default_entry_has_no_host_and_reaches_anywhere(text: str) -> None:
    assert told(text) == [(None, "ci", "cabbage")]
    assert entries(text)[0].credential.reach == ANYWHERE


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"cab bage"', "cab bage"),
        ('"cab\\"bage"', 'cab"bage'),
        ("cab\\ bage", "cab bage"),
        ("cab\\\\bage", "cab\\bage"),
        ("#cabbage", "#cabbage"),
        ("cab#bage", "cab#bage"),
        ('cab"bage', 'cab"bage'),
        ("machine", "machine"),
        ("cab\u00a0bage", "cab\u00a0bage"),
        ("kohlköpfe", "kohlköpfe"),
        ('""', ""),
    ],
)
def test_what_a_password_may_hold(written: str, read: str) -> None:
    assert told(f"machine h login ci password {written}\nmachine g login bot password turnip") == [
        ("h", "ci", read),
        ("g", "bot", "turnip"),
    ]


@pytest.mark.parametrize(
    ("written", "between_quotes"),
    [
        ("cabbage", "cabbage"),
        ("cab\\nage", "cab\\nage"),
        ('"cab\\nage"', "cab\\nage"),
        ('cab\\"age', 'cab\\"age'),
        ('cab"', 'cab"'),
    ],
)
def test_a_password_is_also_known_as_it_stands_in_the_file(written: str, between_quotes: str) -> None:
    [entry] = entries(f"machine h login ci password {written}")
    assert entry.written is not None
    assert (entry.written.username, revealed(entry.written)) == ("ci", between_quotes)


def test_what_is_left_out_is_an_empty_password_and_no_username() -> None:
    assert told("machine h\nmachine g password cabbage") == [("h", None, ""), ("g", None, "cabbage")]
    assert told("machine h login ci password") == [("h", "ci", "")]


def test_an_entry_knows_its_host_and_its_line() -> None:
    [_, second] = entries("machine g login bot password b\n\nmachine h\n  login ci\n  password cabbage\n")
    assert str(second.credential.provenance) == "~/.netrc:3"
    assert second.credential.reach == Reach(host="h")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (f"machine h\nlogin ci\npasswd {CANARY}\n", 3, "'login', 'password' or 'account'"),
        (f"machine h login ci password cab {CANARY}", 1, "'login', 'password' or 'account'"),
        (f"\n\n{CANARY} machine h", 3, "'machine', 'default' or 'macdef'"),
        (f"login {CANARY}", 1, "'machine', 'default' or 'macdef'"),
        (f"default {CANARY} login ci", 1, "'login', 'password' or 'account'"),
        (f"machine h login {CANARY}\nmachine", 2, "a name must follow 'machine'"),
    ],
)
def test_a_fault_is_told_with_its_line_and_without_the_text(text: str, line: int, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        entries(text)
    assert CANARY not in str(caught.value)
    assert caught.value.place is not None
    assert (caught.value.place.source, caught.value.place.line) == ("~/.netrc", line)


@given(st.text())
@example("machine h login")
@example('machine "')
@example("machine h password \\")
@example("macdef")
def test_any_text_has_entries_or_a_fault(text: str) -> None:
    assert isinstance(outcome(text), (tuple, str))


PIECES = st.sampled_from(
    ["machine", "default", "macdef", "login", "password", "account", "h", "#", '"', "\\", "\n", " ", "\n\n", "\u2028"]
)


@given(st.lists(PIECES), st.lists(PIECES))
def test_no_fault_repeats_a_password(before: list[str], after: list[str]) -> None:
    text = f"{' '.join(before)} password {CANARY} {' '.join(after)}"
    found = outcome(text)
    assert not isinstance(found, str) or CANARY not in found


def outcome(text: str) -> tuple[NetrcEntry, ...] | str:
    """Return the entries, or what is told of a fault."""
    try:
        return entries(text)
    except InputError as error:
        return str(error)
