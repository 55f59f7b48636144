"""Lists of files in uv's logs: what --find-links names, and what is taken from there."""

from __future__ import annotations

import pytest

from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.model.exchange import Gap
from idxdoctor.model.trace import LINKS, Lookup, Outcome, Trace
from tests.capture.logs.made import trace_of

LIST = "https://files.example/wheels/list.html"
PAGE = "https://h.example/simple/foo/"


def asked(url: str, *, status: int, kind: str = "simple-v16/index/0a") -> str:
    """Return what uv says at -vv of one request without credentials."""
    said = {200: "OK", 401: "Unauthorized", 404: "Not Found"}[status]
    refused = f"TRACE Request for {url} failed with {status} {said}, checking for credentials\n" if status > 400 else ""
    return (
        f"TRACE No cache entry exists for /home/me/.cache/uv/{kind}/foo.rkyv\n"
        f"DEBUG No cache entry for: {url}\n"
        f"TRACE Sending fresh GET request for {url}\n"
        f"TRACE Handling request for {url} with authentication policy auto\n"
        f"TRACE Request for {url} is unauthenticated, checking cache\n"
        f"TRACE Attempting unauthenticated request for {url}\n"
        f"{refused}"
        f"TRACE Response from {url} is storable because it has a heuristically cacheable status code {status}\n"
    )


def listed(url: str = LIST, *, status: int = 200) -> str:
    return (
        asked(url, status=status, kind="flat-index-v2/html") + f"DEBUG Found 1 package in `--find-links` entry: {url}\n"
    )


BEGIN = "DEBUG uv 0.9.18\n"
SOLVING = "DEBUG Solving with installed Python version: 3.11.7\n"
WANTED = f"TRACE Fetching metadata for foo from {PAGE}\n"
STOPPED = "DEBUG Indexes search failed because of status code failure: 401 Unauthorized\n"
RECEIVED = "TRACE Received package metadata for: foo\n"
CHOSEN = "DEBUG Selecting: foo==1.0 [compatible] (foo-1.0-py3-none-any.whl)\n"


def by_package(trace: Trace) -> dict[str, Lookup]:
    return {lookup.package: lookup for lookup in trace.lookups}


@pytest.mark.parametrize("url", [LIST, "https://files.example/wheels/", "https://files.example/wheels"])
def test_a_list_is_no_page_of_a_package_whatever_its_url(url: str) -> None:
    trace = trace_of(BEGIN + listed(url) + SOLVING + WANTED + asked(PAGE, status=200) + RECEIVED + CHOSEN)
    found = by_package(trace)
    assert list(found) == [LINKS, "foo"]
    assert [(str(one.request.url), one.answer.status) for one in found[LINKS].exchanges] == [(url, 200)]
    assert found[LINKS].ending.outcome is Outcome.FOUND
    assert len(found["foo"].ending.indexes) == 1


def test_at_v_the_message_that_it_was_read_tells_that_it_is_a_list() -> None:
    url = "https://files.example/wheels/"
    log = f"{BEGIN}DEBUG No cache entry for: {url}\nDEBUG Found 2 packages in `--find-links` entry: {url}\n{SOLVING}"
    [lookup] = trace_of(log).lookups
    assert (lookup.package, lookup.ending.outcome) == (LINKS, Outcome.FOUND)


def test_a_search_that_was_refused_may_find_the_package_in_the_list() -> None:
    refused = WANTED + asked(PAGE, status=401) + STOPPED + RECEIVED
    found = by_package(trace_of(BEGIN + listed() + SOLVING + refused + CHOSEN))["foo"]
    assert (found.ending.outcome, found.ending.visits[-1].decision.code) == (Outcome.FOUND, "uv.in-links")
    assert found.ending.index is not None
    assert str(found.ending.indexes[found.ending.index].url) == LIST


def test_of_several_lists_none_is_guessed() -> None:
    refused = WANTED + asked(PAGE, status=401) + STOPPED + RECEIVED + CHOSEN
    log = BEGIN + listed() + listed("https://files.example/more/list.html") + SOLVING + refused
    found = by_package(trace_of(log))["foo"]
    assert (found.ending.outcome, found.ending.index) == (Outcome.FOUND, None)


def test_without_a_version_chosen_it_is_not_known_whether_the_list_had_it() -> None:
    refused = WANTED + asked(PAGE, status=401) + STOPPED + RECEIVED
    assert by_package(trace_of(BEGIN + listed() + SOLVING + refused))["foo"].ending.outcome is Outcome.UNKNOWN
    lacking = (
        "error: No solution found when resolving dependencies:\n"
        "  ╰─▶ Because foo was not found in the package registry and you require foo\n"
    )
    assert by_package(trace_of(BEGIN + listed() + SOLVING + refused + lacking))["foo"].ending.outcome is Outcome.STOPPED


def test_a_list_that_can_not_be_read_ends_the_run() -> None:
    error = (
        f"error: Failed to read `--find-links` URL: {LIST}\n  Caused by: Failed to fetch: `{LIST}`\n"
        f"  Caused by: HTTP status client error (404 Not Found) for url ({LIST})\n"
    )
    trace = trace_of(BEGIN + asked(LIST, status=404, kind="flat-index-v2/html") + error)
    [lookup] = trace.lookups
    assert (lookup.package, lookup.ending.outcome, lookup.ending.status) == (LINKS, Outcome.FAILED, 404)
    assert lookup.ending.visits[-1].decision.code == "uv.flat-unreadable"


def test_the_error_alone_tells_of_the_list() -> None:
    error = (
        f"error: Failed to read `--find-links` URL: {LIST}\n  Caused by: Failed to fetch: `{LIST}`\n"
        f"  Caused by: HTTP status client error (401 Unauthorized) for url ({LIST})\n"
    )
    trace = trace_of(error)
    [lookup] = trace.lookups
    assert (lookup.package, [(one.answer.status, one.gaps) for one in lookup.exchanges]) == (
        LINKS,
        [(401, frozenset({Gap.WHO}))],
    )
    assert diagnose(trace) != ((),)


def test_a_url_that_nothing_tells_of_as_a_list_is_left_out() -> None:
    log = (
        f"{BEGIN}DEBUG No cache entry for: https://files.example/other.json\n{SOLVING}{WANTED}{asked(PAGE, status=200)}"
    )
    assert list(by_package(trace_of(log + RECEIVED + CHOSEN))) == ["foo"]
