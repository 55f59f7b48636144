"""Changes to the netrc file."""

from __future__ import annotations

from pathlib import Path

import pytest

from idxdoctor.config.edits import edited_texts
from idxdoctor.config.netrc import netrc_word, read_netrc
from idxdoctor.config.netrc_edit import (
    netrc_path,
    with_netrc_entry,
    with_netrc_machine,
    with_netrc_password,
    without_netrc_entry,
)
from idxdoctor.config.surroundings import Surroundings
from tests.surroundings import HOME, surroundings

TWO = "# mine\nmachine a login ci password pw # of a\n\n# of b\nmachine b\n  login bot\n  password other\n"


def text_of(after: Surroundings | None) -> str | None:
    return None if after is None else edited_texts(after)[HOME / ".netrc"]


def with_netrc(text: str) -> Surroundings:
    return surroundings(files={"~/.netrc": text})


def test_an_entry_comes_before_all_others() -> None:
    entry = "machine c login me password pw\n"
    assert text_of(with_netrc_entry(with_netrc("default login x password y\n"), "c", "me", "pw")) == (
        f"{entry}default login x password y\n"
    )
    assert text_of(with_netrc_entry(surroundings(), "c", "me", "pw")) == entry


def test_an_entry_takes_the_place_of_the_hosts_own() -> None:
    assert text_of(with_netrc_entry(with_netrc(TWO), "b", "me", "pw")) == (
        "machine b login me password pw\n# mine\nmachine a login ci password pw # of a\n\n# of b\n"
    )


def test_line_ends_are_those_of_the_file() -> None:
    after = with_netrc_entry(with_netrc("machine a login ci password pw\r\n"), "c", "me", "pw")
    assert text_of(after) == "machine c login me password pw\r\nmachine a login ci password pw\r\n"


@pytest.mark.parametrize("password", ["a b", 'a"b', "a\\b", "#a", "a#b", "machine", "\t", '"'])
def test_any_password_is_read_as_it_was_written(password: str) -> None:
    after = with_netrc_entry(with_netrc(TWO), "c", "me", password)
    assert after is not None
    entry = (read_netrc(after.files, netrc_path(after)) or ())[0]
    assert entry.credential.password is not None
    assert entry.credential.password.reveal() == password


@pytest.mark.parametrize(
    ("text", "line", "new"),
    [
        (TWO, 2, TWO.replace("machine a", "machine c")),
        (TWO, 5, TWO.replace("machine b", "machine c")),
        ("machine a login a password a", 1, "machine c login a password a"),
        ("default login x password y\n", 1, "machine c login x password y\n"),
        ("machine\n  a\n", 1, "machine\n  c\n"),
        (TWO, 3, None),
        (TWO, 99, None),
        ("machine a login x password y machine b login x password y", 1, None),
    ],
)
def test_another_machine(text: str, line: int, new: str | None) -> None:
    assert text_of(with_netrc_machine(with_netrc(text), line, "c")) == new


@pytest.mark.parametrize(
    ("text", "line", "new"),
    [
        ("machine a login password password pw\n", 1, "machine a login password password PW\n"),
        ('machine a password "p w" # was p w\n', 1, 'machine a password "P W" # was p w\n'),
        ("machine a\npassword\n\npw\n", 1, "machine a\npassword\n\nPW\n"),
        ("machine a login x\nmachine b password pw\n", 1, None),
        ('machine a password "p\\"w"\n', 1, 'machine a password "P\\"W"\n'),
    ],
)
def test_another_password(text: str, line: int, new: str | None) -> None:
    assert text_of(with_netrc_password(with_netrc(text), line, str.upper)) == new


def test_a_password_that_cannot_be_changed_stays() -> None:
    assert with_netrc_password(with_netrc(TWO), 2, lambda _: None) is None


@pytest.mark.parametrize(
    ("text", "line", "new"),
    [
        (TWO, 2, "# mine\n\n# of b\nmachine b\n  login bot\n  password other\n"),
        (TWO, 5, "# mine\nmachine a login ci password pw # of a\n\n# of b\n"),
        ("machine a password x machine b password y\n", 1, None),
        ("machine a password x\nmachine b password y", 2, "machine a password x\n"),
        ("machine a password\n x machine b password y\n", 1, " machine b password y\n"),
        ("macdef m\n ls\n\n", 1, None),
    ],
)
def test_an_entry_is_taken_out(text: str, line: int, new: str | None) -> None:
    assert text_of(without_netrc_entry(with_netrc(text), line)) == new


def test_the_file_that_netrc_names_counts_where_it_exists() -> None:
    here = surroundings(env={"NETRC": "~/other"}, files={"~/other": ""})
    assert netrc_path(here) == HOME / "other"
    assert netrc_path(here._replace(env={"NETRC": "/none"})) == Path(HOME / ".netrc")


def test_a_plain_word_is_not_quoted() -> None:
    assert (netrc_word("abc"), netrc_word(""), netrc_word("a b")) == ("abc", '""', '"a b"')
