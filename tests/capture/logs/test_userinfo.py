"""Credentials that stand in URLs of a log."""

from __future__ import annotations

import pytest

from idxdoctor.capture.logs.userinfo import credential_in, hidden_at, service_of
from idxdoctor.model.secret import MASK, HiddenSecret
from idxdoctor.model.url import Url


@pytest.mark.parametrize(
    ("userinfo", "username", "complete", "hidden"),
    [
        ("ci:hunter2@", "ci", True, False),
        ("c%40i:hunter2@", "c@i", True, False),
        ("ci@", "ci", False, False),
        ("ci:****@", "ci", True, True),
        ("****:****@", MASK, True, True),
        ("***@", MASK, True, True),
    ],
)
def test_what_is_blanked_is_a_secret_that_nobody_knows(
    userinfo: str, username: str, complete: bool, hidden: bool
) -> None:
    credential = credential_in(Url.parse(f"https://{userinfo}h.example/simple"), 3)
    assert credential is not None
    assert (credential.username, credential.is_complete) == (username, complete)
    assert isinstance(credential.password, HiddenSecret) == hidden
    assert str(credential.provenance) == "the log, line 3"


def test_without_userinfo_there_is_none() -> None:
    assert credential_in(Url.parse("https://h.example/simple"), 1) is None


def test_hidden_credentials_of_two_indexes_are_not_the_same() -> None:
    one, other = (hidden_at(Url.parse(f"https://h.example/{name}"), 1) for name in "ab")
    assert one != other


def test_a_service_that_was_blanked_beyond_reading_is_left_out() -> None:
    assert service_of("https://[REDACTED]/simple") is None
    assert service_of("https://h.example/simple/") == "https://h.example/simple/"
    assert service_of("h.example") == "h.example"
