"""Whose answer a redirect was, where uv asks for several pages at once and names only where it leads."""

from __future__ import annotations

from idxdoctor.model.exchange import Exchange, Gap, Witness
from idxdoctor.model.trace import Lookup, Outcome
from tests.capture.logs.made import trace_of

A, B, C, MIRROR = (
    "https://a.example/simple",
    "https://b.example/simple",
    "https://c.example/simple",
    "https://m.example",
)
ME = 'Basic { username: Username(Some("me")), password: Some(****) }'


def begun(*roots: str, name: str = "foo") -> str:
    """Return what uv says when it asks indexes for a page, without credentials."""
    wanted = "".join(f"TRACE Fetching metadata for {name} from {root}/{name}/\n" for root in roots)
    return wanted + "".join(f"DEBUG No cache entry for: {root}/{name}/\n{asked(f'{root}/{name}/')}" for root in roots)


def asked(url: str) -> str:
    """Return what uv says when it asks without credentials."""
    return (
        f"TRACE Handling request for {url} with authentication policy auto\n"
        f"TRACE Attempting unauthenticated request for {url}\n"
    )


def led(url: str, status: str = "302 Found") -> str:
    """Return what uv says of a redirect to another server, and of the request there."""
    return (
        f"DEBUG Received a cross-origin redirect. Removing sensitive headers.\n"
        f"DEBUG Received HTTP {status}. Redirecting to {url}\n{asked(url)}"
    )


def of(version: str, text: str) -> Lookup:
    """Return the one search in the log of a release."""
    (lookup,) = trace_of(f"DEBUG uv {version}\n{text}").lookups
    return lookup


def at(lookup: Lookup, index: int) -> list[tuple[str, int | None]]:
    """Return what was asked at one index or behind it: host and status."""
    return [_told(one) for one in lookup.exchanges if one.request.index == index]


def _told(one: Exchange) -> tuple[str, int | None]:
    return one.request.url.host, one.answer.status


def test_a_redirect_is_that_of_the_request_that_alone_got_no_other_answer() -> None:
    """Also where its fetch begins anew later, so that its first request is not the last that it waits for."""
    again = f"DEBUG Transient failure while handling response from {A}/foo/; retrying...\n"
    text = (
        f"{begun(A, B)}{led(f'{MIRROR}/foo/')}"
        f"TRACE Request for {B}/foo/ failed with 401 Unauthorized, checking for credentials\n"
        f"TRACE Considering retry of response HTTP 401 Unauthorized for {B}/foo/\n"
        f"TRACE Considering retry of response HTTP 500 Internal Server Error for {MIRROR}/foo/\n{again}"
        f"{asked(f'{A}/foo/')}{led(f'{MIRROR}/foo/')}"
        f"TRACE Considering retry of response HTTP 500 Internal Server Error for {MIRROR}/foo/\n"
    )
    lookup = of("0.8.24", text)
    assert at(lookup, 0) == [("a.example", 302), ("m.example", 500), ("a.example", 302), ("m.example", 500)]
    assert at(lookup, 1) == [("b.example", 401)]


def test_where_nothing_tells_whose_a_redirect_was_no_status_is_told() -> None:
    good = "TRACE Received response for fresh request with status 200 OK for: {0}/foo/\n"
    text = f"{begun(A, B)}{led(f'{MIRROR}/foo/')}{good.format(A)}{good.format(B)}"
    trace = trace_of(f"DEBUG uv 0.13.5\n{text}")
    assert any("whose answer some redirects were" in sentence for sentence in trace.unknown)
    assert all(Gap.STATUS in one.gaps and one.evidence is Witness.INFERRED for one in trace.lookups[0].exchanges)


def test_credentials_that_were_accepted_at_a_url_tell_that_the_page_told_of_next_came_from_there() -> None:
    url = f"{MIRROR}/foo/"
    text = (
        f"{begun(A, B)}{led(url)}TRACE Request for {url} failed with 401 Unauthorized, checking for credentials\n"
        f"TRACE Retrying request for {url} with {ME}\nTRACE Updating cached credentials for {url} to {ME}\n"
        f"TRACE Response from {B}/foo/ is storable because it has a heuristically cacheable status code 200\n"
    )
    lookup = of("0.8.24", text)
    assert at(lookup, 1) == [("b.example", 302), ("m.example", 401), ("m.example", 200)]
    assert at(lookup, 0) == [("a.example", None)]


def test_what_is_no_page_came_from_the_url_that_the_message_after_the_answer_names() -> None:
    url = 'Url { scheme: "https", host: Some(Domain("m.example")), port: None, path: "/foo/" }'
    text = (
        f"{begun(A, B)}{led(f'{MIRROR}/foo/')}"
        f"TRACE Received response for fresh request with status 200 OK for: {B}/foo/\n"
        f"TRACE Considering retry of error: Error {{ kind: MissingContentType({url}) }}\n"
        f"error: Missing `Content-Type` header for {MIRROR}/foo/\n"
    )
    lookup = of("0.13.5", text)
    assert at(lookup, 1) == [("b.example", 302), ("m.example", 200)]
    assert (lookup.ending.outcome, lookup.ending.index) == (Outcome.FAILED, 1)


def test_what_is_no_page_at_the_end_of_redirects_without_a_word_is_of_the_page_told_of_just_before() -> None:
    url = 'Url { scheme: "https", host: Some(Domain("m.example")), port: None, path: "/foo/" }'
    text = (
        f"{begun(A, B)}"
        f"TRACE Cached request {A}/foo/ is storable because its response has a cacheable status code 200\n"
        f"TRACE Cached request {B}/foo/ is storable because its response has a cacheable status code 300\n"
        f"TRACE Considering retry of error: Error {{ kind: MissingContentType({url}) }}\n"
        f"error: Missing `Content-Type` header for {MIRROR}/foo/\n"
    )
    lookup = of("0.6.17", text)
    assert at(lookup, 0) == [("a.example", 200)]
    assert at(lookup, 1) == [("b.example", None), ("m.example", 300)]
    assert (lookup.ending.outcome, lookup.ending.index) == (Outcome.FAILED, 1)


def test_what_came_to_nothing_behind_redirects_without_a_word_is_of_the_fetch_that_is_tried_again() -> None:
    text = (
        f"{begun(A, B)}DEBUG Transient request failure for: {MIRROR}/foo/\n{asked(f'{B}/foo/')}"
        f"TRACE Request for {B}/foo/ failed with 404 Not Found, checking for credentials\n"
    )
    lookup = of("0.7.13", text)
    assert at(lookup, 0) == [("a.example", None)]
    assert at(lookup, 1) == [("b.example", None), ("m.example", None), ("b.example", 404)]


def test_a_fetch_that_has_ended_is_not_the_one_that_came_to_nothing_elsewhere() -> None:
    end = (
        'Error { kind: WrappedReqwestError(Url { scheme: "https", host: Some(Domain("a.example")), port: None, '
        'path: "/simple/foo/" }, WrappedReqwestError(Reqwest(reqwest::Error { kind: Status(401), '
        'url: "https://n.example/foo/" }))) }'
    )
    text = (
        f"{begun(A)}TRACE Considering retry of error: {end}\n{begun(B)}"
        f"DEBUG Transient request failure for: {MIRROR}/foo/\n"
    )
    lookup = of("0.6.17", text)
    assert at(lookup, 0) == [("a.example", None), ("n.example", 401)]
    assert at(lookup, 1) == [("b.example", None), ("m.example", None)]


def test_where_nothing_tells_what_ended_behind_redirects_without_a_word_it_is_left_out() -> None:
    trace = trace_of(
        f"DEBUG uv 0.7.13\n{begun(A, B)}TRACE Considering retry of response HTTP 500 Internal Server Error for "
        f"{MIRROR}/foo/\n"
    )
    assert [one.request.url.host for one in trace.lookups[0].exchanges] == ["a.example", "b.example"]
    assert any("whose answer some redirects were" in sentence for sentence in trace.unknown)


def test_a_version_that_was_chosen_says_not_at_which_of_the_indexes_asked_at_once_it_was() -> None:
    good = f"TRACE Cached request {A}/foo/ is storable because its response has a cacheable status code 200\n"
    lookup = of("0.7.13", f"{begun(A, B)}{good}DEBUG Selecting: foo==1.0 [compatible] (foo-1.0.tar.gz)\n")
    assert (at(lookup, 0), at(lookup, 1)) == ([("a.example", 200)], [("b.example", None)])


def test_the_release_that_calls_every_redirect_302_leaves_the_status_open_whosever_it_was() -> None:
    text = (
        f"{begun(A, B)}DEBUG Received 302 redirect to {MIRROR}/foo/\n{asked(f'{MIRROR}/foo/')}"
        f"TRACE Request for {B}/foo/ failed with 404 Not Found, checking for credentials\n"
    )
    lookup = of("0.6.15", text)
    assert at(lookup, 0)[0] == ("a.example", None)
    assert at(lookup, 1) == [("b.example", 404)]


def test_without_a_masked_user_no_header_went_along_with_a_redirect() -> None:
    """The release sends a header on to any server, and masks only whom a header is of."""
    own = f"https://me:****@{A.removeprefix('https://')}/foo/"
    begins = f"TRACE Fetching metadata for foo from {own}\nDEBUG No cache entry for: {A}/foo/\n"
    given = f"TRACE Handling request for {own} with authentication policy auto\n"
    complete = f"TRACE Request for {own} already contains username and password\n"
    told = f"TRACE Updating cached credentials for {A}/foo/ to {ME}\nDEBUG Received HTTP 302 Found to {MIRROR}/foo/\n"
    lookup = of("0.7.0", f"{begins}{given}{complete}{told}{asked(f'{MIRROR}/foo/')}")
    assert [one.request.credential is None for one in lookup.exchanges] == [False, True]


def test_a_request_that_was_announced_when_an_error_about_another_ended_the_run_is_inferred() -> None:
    text = (
        f"{begun(A, B)}"
        f"TRACE Received response for fresh request with status 200 OK for: {A}/foo/\n{led(f'{MIRROR}/foo/')}"
        f"error: Missing `Content-Type` header for {A}/foo/\n"
    )
    last = of("0.13.5", text).exchanges[-1]
    assert (last.request.url.host, last.evidence) == ("m.example", Witness.INFERRED)


def test_no_failure_counts_behind_an_index_that_is_still_waited_for() -> None:
    """The answers of indexes that are asked at once are taken in the order of the indexes."""
    text = f"{begun(A, B)}TRACE Considering retry of response HTTP 410 Gone for {B}/foo/\n"
    other = begun(C, name="bar")
    error = f"error: Failed to fetch: `{C}/bar/`\n  Caused by: HTTP status server error (500 Internal Server Error)\n"
    first, second = trace_of(f"DEBUG uv 0.8.24\n{text}{other}{error}").lookups
    assert (first.ending.outcome, first.ending.index) == (Outcome.UNKNOWN, 0)
    assert at(first, 1) == [("b.example", 410)]
    assert second.package == "bar"
