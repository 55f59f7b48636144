"""Credentials: where they came from, where they may go, how they are shown."""

from __future__ import annotations

import pytest

from idxdoctor.model.credential import ANYWHERE, Credential, Provenance, Reach, whom
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url

CANARY = "zq7Canary"
HERE = Provenance("a test")


@pytest.mark.parametrize(
    ("text", "username", "password"),
    [
        ("https://ci:cabbage@h/", "ci", "cabbage"),
        ("https://c%40i:cab%2Fbage@h/", "c@i", "cab/bage"),
        ("https://ci@h/", "ci", None),
        ("https://ci:@h/", "ci", None),
        ("https://:cabbage@h/", None, "cabbage"),
    ],
)
def test_the_userinfo_of_a_url_is_a_credential(text: str, username: str | None, password: str | None) -> None:
    found = Credential.from_url(Url.parse(text), HERE)
    assert found is not None
    assert found.username == username
    assert found.password == (None if password is None else Secret(password))
    assert found.is_complete == (password is not None)
    assert found.provenance == HERE


@pytest.mark.parametrize("text", ["https://h/", "https://@h/", "https://:@h/"])
def test_a_url_without_userinfo_holds_none(text: str) -> None:
    assert Credential.from_url(Url.parse(text), HERE) is None


def test_credentials_of_a_url_are_meant_for_its_origin_alone() -> None:
    found = Credential.from_url(Url.parse("https://ci:cabbage@h:8443/a"), HERE)
    assert found is not None
    assert found.reach.covers(Url.parse("https://h:8443/other").origin)
    for elsewhere in ("https://h/", "http://h:8443/", "https://g:8443/"):
        assert not found.reach.covers(Url.parse(elsewhere).origin)


@pytest.mark.parametrize("url", ["https://h/", "http://h:8080/"])
def test_a_host_reaches_every_scheme_and_port(url: str) -> None:
    assert Reach(host="h").covers(Url.parse(url).origin)


def test_a_host_reaches_no_other() -> None:
    assert not Reach(host="h").covers(Url.parse("https://g/").origin)
    assert not Reach(host="h").covers(Url.parse("https://sub.h/").origin)


def test_anywhere_is_everywhere() -> None:
    assert ANYWHERE.covers(Url.parse("https://h/").origin)


@pytest.mark.parametrize(
    ("service", "reached", "not_reached"),
    [
        ("https://h/simple/", "https://h/files/", "http://h/simple/"),
        ("h", "http://h:8080/", "https://g/"),
        ("h:8443", "https://h:8443/", "https://g:8443/"),
    ],
)
def test_what_a_keyring_gave_reaches_its_service(service: str, reached: str, not_reached: str) -> None:
    reach = Reach.of_service(service)
    assert reach.covers(Url.parse(reached).origin)
    assert not reach.covers(Url.parse(not_reached).origin)


def test_credentials_are_equal_by_what_they_hold_and_not_by_where_they_came_from() -> None:
    one = Credential("ci", Secret("cabbage"), HERE, ANYWHERE)
    assert one == Credential("ci", Secret("cabbage"), Provenance("elsewhere"), Reach(host="h"))
    assert one != Credential("ci", Secret("turnip"), HERE, ANYWHERE)
    assert one != Credential("bot", Secret("cabbage"), HERE, ANYWHERE)
    assert Credential("ci", None, HERE, ANYWHERE) != Credential("ci", Secret(""), HERE, ANYWHERE)


@pytest.mark.parametrize(
    ("username", "password", "shown"),
    [
        ("ci", CANARY, "ci"),
        (CANARY, None, "**** without a password"),
        (CANARY, "", "****"),
        ("__token__", CANARY, "__token__"),
        ("__token__", None, "__token__ without a password"),
        (None, CANARY, "(no username)"),
    ],
)
def test_a_credential_is_shown_by_its_name(username: str | None, password: str | None, shown: str) -> None:
    credential = Credential(username, None if password is None else Secret(password), HERE, ANYWHERE)
    assert str(credential) == shown
    assert CANARY not in repr(credential)


@pytest.mark.parametrize(
    ("provenance", "shown"),
    [
        (Provenance("UV_INDEX_URL"), "UV_INDEX_URL"),
        (Provenance.at("~/.netrc", 3), "~/.netrc:3"),
        (Provenance.at("uv.toml", None), "uv.toml"),
    ],
)
def test_provenance_is_said_as_a_person_would(provenance: Provenance, shown: str) -> None:
    assert str(provenance) == shown


def test_provenance_in_a_file_can_be_pointed_at() -> None:
    assert (Provenance.at("~/.netrc", 3).file, Provenance.at("~/.netrc", 3).line) == ("~/.netrc", 3)


@pytest.mark.parametrize(
    ("credential", "said"),
    [
        (None, "without credentials"),
        (Credential("ci", Secret(CANARY), HERE, ANYWHERE), "as ci"),
        (Credential("gitlab-ci-token", None, HERE, ANYWHERE), "as gitlab-ci-token without a password"),
        (Credential(None, Secret(CANARY), HERE, ANYWHERE, bearer=True), "with a token"),
    ],
)
def test_as_whom_a_request_is_made_ends_a_sentence(credential: Credential | None, said: str) -> None:
    assert whom(credential) == said
