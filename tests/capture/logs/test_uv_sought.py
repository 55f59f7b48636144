"""Logs of uv that break off while a password is looked for."""

from __future__ import annotations

from idxdoctor.model.exchange import Gap
from idxdoctor.report.verdict import verdict
from tests.capture.logs.made import lookup_of

PAGE = "https://a.example/simple/foo/"
LONE = PAGE.replace("https://", "https://****@")
SOUGHT = f"""\
DEBUG No cache entry for: {PAGE}
TRACE Sending fresh GET request for {PAGE}
TRACE Handling request for {LONE} with authentication policy auto
TRACE Request for {LONE} is missing a password, looking for credentials
TRACE No password in cache for URL https://a.example/simple
"""


def test_before_the_search_for_a_password_is_over_it_is_not_known_as_whom_is_asked() -> None:
    lookup = lookup_of(SOUGHT + "DEBUG No netrc file found\n")
    (exchange,) = lookup.exchanges
    assert Gap.WHO in exchange.gaps
    assert verdict(lookup) == (
        "foo: the log does not show the end. Index 1 of 1 may not have been asked yet: a password for its username is "
        "looked for, and whether one was found is not in the log."
    )


def test_an_answer_shows_that_the_search_found_none() -> None:
    lookup = lookup_of(f"{SOUGHT}TRACE Considering retry of response HTTP 401 Unauthorized for {PAGE}\n")
    (exchange,) = lookup.exchanges
    assert exchange.answer.status == 401
    assert Gap.WHO not in exchange.gaps
    assert str(exchange.request.credential) == "**** without a password"


def test_a_password_of_the_host_that_0_7_0_only_looks_up_is_not_sent() -> None:
    lookup = lookup_of(f"""DEBUG uv 0.7.0
TRACE Fetching metadata for foo from https://bot@a.example/simple/foo/
{SOUGHT}TRACE Found cached credentials for realm bot@https://a.example
TRACE Updating cached credentials for {PAGE} to Basic {{ username: Username(Some("bot")), password: Some(****) }}
TRACE Cached request {PAGE} is storable because its response has a heuristically cacheable status code 200
""")
    (exchange,) = lookup.exchanges
    assert exchange.request.credential is not None
    assert (exchange.request.credential.username, exchange.request.credential.password) == ("bot", None)
