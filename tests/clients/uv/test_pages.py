"""Retries: how many requests a page costs that a server can't or won't give."""

from __future__ import annotations

import pytest

from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.trace import Outcome
from tests.conversation import Conversation, netrc, nobody, page, uv

SIMPLE = "https://h/simple"
FOO = "https://h/simple/foo/"


@pytest.mark.parametrize(
    ("version", "requests"),
    [
        *[("0.6.0", 4), ("0.7.0", 4), ("0.7.14", 4), ("0.8.14", 4)],
        *[("0.8.15", 16), ("0.9.18", 16)],
        *[("0.9.19", 4), ("0.12.13", 4), ("0.13.9", 4)],
    ],
)
@pytest.mark.parametrize("status", [408, 429, 500, 501, 503, 511, 599])
def test_a_passing_status_is_asked_for_again(version: str, requests: int, status: int) -> None:
    talk = Conversation(uv(version, SIMPLE))
    for _ in range(requests):
        talk.expects(FOO, nobody).answers(status)
    talk.ends(Outcome.FAILED, at=SIMPLE, status=status)


@pytest.mark.parametrize(
    ("version", "requests"),
    [
        *[(version, 4) for version in ("0.6.0", "0.8.14", "0.8.15", "0.9.18", "0.9.22", "0.13.9")],
        *[("0.9.19", 16), ("0.9.21", 16)],
    ],
)
@pytest.mark.parametrize("failure", [Failure.CONNECT, Failure.RESET, Failure.TIMEOUT])
def test_no_answer_is_asked_for_again_and_no_other_index_after_that(
    version: str, requests: int, failure: Failure
) -> None:
    talk = Conversation(uv(version, SIMPLE))
    for _ in range(requests):
        talk.expects(FOO, nobody).fails(failure)
    talk.ends_because(Outcome.FAILED, "uv.no-answer")


@pytest.mark.parametrize(
    ("version", "requests"),
    [("0.6.0", 4), ("0.8.0", 4), ("0.8.1", 16), ("0.9.21", 16), ("0.9.22", 4), ("0.11.30", 4), ("0.11.31", 1)],
)
def test_a_bad_certificate_is_not_asked_again_since_0_11_31(version: str, requests: int) -> None:
    talk = Conversation(uv(version, SIMPLE))
    for _ in range(requests):
        talk.expects(FOO, nobody).fails(Failure.TLS)
    talk.ends_because(Outcome.FAILED, "uv.no-answer")


@pytest.mark.parametrize("version", ["0.6.0", "0.8.15", "0.13.9"])
@pytest.mark.parametrize("status", [400, 402, 405, 407, 410, 418, 451])
def test_a_lasting_status_is_not_asked_for_again(version: str, status: int) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).answers(status)
    talk.ends_because(Outcome.FAILED, "uv.fatal-status")


@pytest.mark.parametrize("version", ["0.6.0", "0.8.15", "0.13.9"])
def test_a_page_that_comes_at_last_is_taken(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).answers(503)
    talk.expects(FOO, nobody).fails(Failure.RESET)
    talk.expects(FOO, nobody).answers(page)
    talk.ends(Outcome.FOUND)


@pytest.mark.parametrize("version", ["0.6.0", "0.7.14", "0.13.9"])
def test_every_try_goes_through_authentication_anew(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE, netrc=(netrc("h", "ci:cabbage"),)))
    for _ in range(4):
        talk.expects(FOO, nobody).answers(401)
        talk.expects(FOO, "ci:cabbage").answers(500)
    talk.ends(Outcome.FAILED, status=500)


def test_tries_are_counted_and_wait_ever_longer() -> None:
    talk = Conversation(uv("0.13.9", SIMPLE))
    sent = []
    for _ in range(4):
        request = talk.expects(FOO, nobody)
        sent.append(request.sent)
        request.answers(Answer(503))
    assert [one.attempt for one in sent] == [1, 2, 3, 4]
    delays = [one.delay for one in sent]
    assert delays[0] == 0
    assert delays == sorted(set(delays))


@pytest.mark.parametrize(
    ("version", "retries", "requests"),
    [("0.7.20", 0, 4), ("0.7.21", 0, 1), ("0.7.21", 5, 6), ("0.8.15", 1, 4), ("0.13.9", 0, 1)],
)
def test_the_number_of_retries_can_be_set_since_0_7_21(version: str, retries: int, requests: int) -> None:
    talk = Conversation(uv(version, SIMPLE, http_retries=retries))
    for _ in range(requests):
        talk.expects(FOO, nobody).answers(500)
    talk.ends(Outcome.FAILED)


@pytest.mark.parametrize("version", ["0.7.1", "0.7.13"])
def test_a_failing_target_repeats_the_chain_where_reqwest_follows(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    for _ in range(4):
        talk.expects(FOO, nobody).redirects("https://cdn/foo/")
        talk.expects("https://cdn/foo/", nobody).answers(500)
    talk.ends(Outcome.FAILED)


@pytest.mark.parametrize("version", ["0.7.14", "0.13.9"])
def test_only_the_failing_hop_is_repeated_where_uv_follows(version: str) -> None:
    talk = Conversation(uv(version, SIMPLE))
    talk.expects(FOO, nobody).redirects("https://cdn/foo/")
    for _ in range(4):
        talk.expects("https://cdn/foo/", nobody).answers(500)
    talk.ends(Outcome.FAILED)


def test_the_outer_of_two_retry_loops_repeats_the_chain() -> None:
    talk = Conversation(uv("0.8.15", SIMPLE))
    for _ in range(4):
        talk.expects(FOO, nobody).redirects("https://cdn/foo/")
        for _ in range(4):
            talk.expects("https://cdn/foo/", nobody).answers(500)
    talk.ends(Outcome.FAILED)
