"""uv's credentials in memory: by realm, by the shortest URL prefix."""

from __future__ import annotations

import pytest

from idxdoctor.clients.uv.cache import CredentialsCache
from idxdoctor.model.credential import Credential
from idxdoctor.model.url import Url
from tests.conversation import credential


def cache_of(*entries: tuple[str, str]) -> CredentialsCache:
    cache = CredentialsCache()
    for url, text in entries:
        cache.insert(Url.parse(url), credential(text))
    return cache


def by_url(cache: CredentialsCache, url: str, username: str | None = None) -> Credential | None:
    return cache.by_url(Url.parse(url), username)


def by_realm(cache: CredentialsCache, url: str, username: str | None = None) -> Credential | None:
    return cache.by_realm(Url.parse(url).origin, username)


def test_an_empty_cache_knows_nothing() -> None:
    assert by_url(CredentialsCache(), "https://h/a") is None
    assert by_realm(CredentialsCache(), "https://h/a") is None


@pytest.mark.parametrize("url", ["https://h/a/b", "https://h/a/b/", "https://h/a/b/c", "https://h//a/b/c?x=1"])
def test_credentials_serve_everything_below_their_url(url: str) -> None:
    assert by_url(cache_of(("https://h/a/b", "ci:cabbage")), url) == credential("ci:cabbage")


@pytest.mark.parametrize(
    "url", ["https://h/a", "https://h/a/bc", "https://h/b", "http://h/a/b", "https://h:8443/a/b", "https://g/a/b"]
)
def test_credentials_serve_nothing_else(url: str) -> None:
    assert by_url(cache_of(("https://h/a/b", "ci:cabbage")), url) is None


def test_the_shortest_prefix_counts() -> None:
    cache = cache_of(("https://h/a/b", "ci:cabbage"), ("https://h/a", "bot:turnip"))
    assert by_url(cache, "https://h/a/b/c") == credential("bot:turnip")


def test_a_longer_prefix_is_not_tried_where_the_user_is_another() -> None:
    cache = cache_of(("https://h/a/b", "ci:cabbage"), ("https://h/a", "bot:turnip"))
    assert by_url(cache, "https://h/a/b/c", "ci") is None
    assert by_url(cache, "https://h/a/b/c", "bot") == credential("bot:turnip")


def test_a_lone_username_tells_nothing_to_who_knows_it() -> None:
    cache = cache_of(("https://h/a", "ci"))
    assert by_url(cache, "https://h/a") == credential("ci")
    assert by_url(cache, "https://h/a", "ci") is None
    assert by_realm(cache, "https://h") == credential("ci")
    assert by_realm(cache, "https://h", "ci") is None


def test_the_last_insertion_counts_for_a_url() -> None:
    cache = cache_of(("https://h/a", "ci:cabbage"), ("https://h/a", "bot"))
    assert by_url(cache, "https://h/a") == credential("bot")


def test_a_lone_username_does_not_replace_a_password_of_the_realm() -> None:
    cache = cache_of(("https://h/a", "ci:cabbage"), ("https://h/b", "bot"))
    assert by_realm(cache, "https://h") == credential("ci:cabbage")


def test_a_password_replaces_anything_of_the_realm() -> None:
    cache = cache_of(("https://h/a", "ci:cabbage"), ("https://h/b", "bot:turnip"))
    assert by_realm(cache, "https://h") == credential("bot:turnip")
    assert by_realm(cache, "https://h", "ci") == credential("ci:cabbage")


@pytest.mark.parametrize("url", ["http://h", "https://h:8443", "https://g"])
def test_a_realm_is_scheme_host_and_port(url: str) -> None:
    assert by_realm(cache_of(("https://h/a", "ci:cabbage")), url) is None


def test_the_schemes_own_port_is_no_other_realm() -> None:
    assert by_realm(cache_of(("https://h:443/a", "ci:cabbage")), "https://h") == credential("ci:cabbage")


def test_empty_credentials_are_not_kept() -> None:
    assert by_url(cache_of(("https://h/a", "")), "https://h/a") is None


def test_a_lone_password_is_kept() -> None:
    cache = cache_of(("https://h/a", ":cabbage"))
    assert by_url(cache, "https://h/a") == credential(":cabbage")
    assert by_realm(cache, "https://h") == credential(":cabbage")
