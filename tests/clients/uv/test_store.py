"""uv's own credentials store: asked after netrc and before the keyring."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idxdoctor.model.plan import StoredCredential
from idxdoctor.model.trace import Outcome
from idxdoctor.model.url import Url
from tests.conversation import Conversation, credential, index, netrc, nobody, page, uv

SIMPLE = "https://h/a/simple"
FOO = "https://h/a/simple/foo/"


def stored(service: str, text: str) -> StoredCredential:
    return StoredCredential(Url.parse(service), credential(text, "the store"))


def token(service: str, text: str) -> StoredCredential:
    return StoredCredential(Url.parse(service), replace(credential(f":{text}", "the store"), bearer=True))


@pytest.mark.parametrize(("version", "asked"), [("0.8.14", False), ("0.8.15", True), ("0.13.9", True)])
def test_the_store_is_there_since_0_8_15(version: str, asked: bool) -> None:
    talk = Conversation(uv(version, index(SIMPLE, default=True), stored=(stored("https://h", "ci:cabbage"),)))
    talk.expects(FOO, nobody).answers(401)
    if asked:
        talk.expects(FOO, "ci:cabbage", why="uv.fetched-credentials").answers(page)
        talk.ends(Outcome.FOUND)
    else:
        talk.ends(Outcome.STOPPED)


def test_netrc_comes_before_the_store() -> None:
    entries = (netrc("h", "bot:turnip"),)
    talk = Conversation(uv("0.13.9", SIMPLE, netrc=entries, stored=(stored("https://h", "ci:cabbage"),)))
    talk.expects(FOO, nobody).answers(401)
    talk.expects(FOO, "bot:turnip")


def test_the_store_comes_before_the_keyring() -> None:
    talk = Conversation(uv("0.13.9", "https://ci@h/a", keyring=True, stored=(stored("https://h", "ci:cabbage"),)))
    talk.expects("https://h/a/foo/", "ci:cabbage", why="uv.password-found")


@pytest.mark.parametrize("service", ["http://h", "https://h:8443", "https://g", "https://h/b"])
def test_the_store_gives_nothing_for_another_place(service: str) -> None:
    talk = Conversation(uv("0.13.9", index(SIMPLE, default=True), stored=(stored(service, "ci:cabbage"),)))
    talk.expects(FOO, nobody).answers(401)
    talk.ends(Outcome.STOPPED)


def test_the_longest_service_counts() -> None:
    entries = (stored("https://h", "bot:turnip"), stored("https://h/a", "ci:cabbage"))
    talk = Conversation(uv("0.13.9", SIMPLE, stored=entries))
    talk.expects(FOO, nobody).answers(401)
    talk.expects(FOO, "ci:cabbage")


def test_a_known_username_chooses_its_entry() -> None:
    entries = (stored("https://h/a", "bot:turnip"), stored("https://h", "ci:cabbage"))
    talk = Conversation(uv("0.13.9", "https://ci@h/a/simple", stored=entries))
    talk.expects(FOO, "ci:cabbage")


def test_one_of_two_entries_that_fit_as_well_is_used_until_0_9_30() -> None:
    entries = (stored("https://h", "ci:cabbage"), stored("https://h", "bot:turnip"))
    talk = Conversation(uv("0.9.30", SIMPLE, stored=entries))
    talk.expects(FOO, nobody).answers(401)
    talk.expects(FOO, "ci:cabbage")


def test_none_of_two_entries_that_fit_as_well_is_used_since_0_10_0() -> None:
    entries = (stored("https://h", "ci:cabbage"), stored("https://h", "bot:turnip"))
    talk = Conversation(uv("0.10.0", index(SIMPLE, default=True), stored=entries))
    talk.expects(FOO, nobody).answers(401)
    talk.ends(Outcome.STOPPED)


@pytest.mark.parametrize(("version", "fits"), [("0.11.8", True), ("0.11.9", False)])
def test_a_service_is_a_prefix_of_whole_segments_since_0_11_9(version: str, fits: bool) -> None:
    talk = Conversation(uv(version, index("https://h/ab", default=True), stored=(stored("https://h/a", "ci:cabbage"),)))
    talk.expects("https://h/ab/foo/", nobody).answers(401)
    if fits:
        talk.expects("https://h/ab/foo/", "ci:cabbage")
    else:
        talk.ends(Outcome.STOPPED)


def test_a_token_is_sent_as_one() -> None:
    talk = Conversation(uv("0.13.9", SIMPLE, stored=(token("https://h", "cabbage"),)))
    talk.expects(FOO, nobody).answers(401)
    sent = talk.expects(FOO, ":cabbage").sent.credential
    assert sent is not None
    assert sent.bearer


def test_a_token_is_not_enough_for_always_until_0_10_12() -> None:
    talk = Conversation(uv("0.10.12", index(SIMPLE, policy="always"), stored=(token("https://h", "cabbage"),)))
    talk.ends_because(Outcome.FAILED, "uv.incomplete-credentials")


def test_a_token_is_enough_for_always_since_0_11_0() -> None:
    talk = Conversation(uv("0.11.0", index(SIMPLE, policy="always"), stored=(token("https://h", "cabbage"),)))
    talk.expects(FOO, ":cabbage").answers(page)
    talk.ends(Outcome.FOUND)
