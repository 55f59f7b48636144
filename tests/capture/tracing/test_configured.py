"""Whose credentials a request of a log had, by what is configured."""

from __future__ import annotations

from typing import Final

from idxdoctor.capture.tracing.configured import named, without_lines
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.secret import MASK, HiddenSecret, Secret
from idxdoctor.model.url import Url
from tests.capture.logs.made import trace_of
from tests.capture.logs.other_made import POETRY

URL: Final = Url.parse("https://h.example/simple/foo/")


def configured(username: str, text: str = "cabbage", url: Url = URL) -> Credential:
    """Return what the configuration gives for a server."""
    return Credential(username, Secret(text), Provenance("UV_INDEX_X_PASSWORD"), Reach(url.origin))


def hidden(username: str) -> Credential:
    """Return what a log shows of a credential."""
    return Credential(username, HiddenSecret("x"), Provenance("the log, line 3"), Reach(URL.origin))


def test_a_user_whom_the_log_names_is_found_among_several() -> None:
    assert named(hidden("bob"), URL, [configured("ann"), configured("bob")]) == configured("bob")


def test_a_user_whom_it_hides_is_the_only_one_for_the_server() -> None:
    elsewhere = configured("eve", url=Url.parse("https://other.example/"))
    assert named(hidden(MASK), URL, [elsewhere, configured("ann"), configured("ann")]) == configured("ann")


def test_of_two_users_nobody_knows_which_it_was() -> None:
    assert named(hidden(MASK), URL, [configured("ann"), configured("bob")]) == hidden(MASK)


def test_a_password_that_is_seen_is_that_of_the_same_credential_alone() -> None:
    assert named(configured("ann", "other"), URL, [configured("ann")]) == configured("ann", "other")


def test_of_a_log_that_the_user_does_not_have_no_line_is_named() -> None:
    told = trace_of(POETRY)
    trace = without_lines(told)
    assert "the log, line" in repr(told)
    assert "the log, line" not in repr(trace)
    first = trace.lookups[0].exchanges[0]
    assert first.request.decision.text == "the source's URL (poetry's log) holds the credentials of ci"
    assert (first.answer, first.evidence) == (
        told.lookups[0].exchanges[0].answer,
        told.lookups[0].exchanges[0].evidence,
    )
