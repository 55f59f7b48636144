"""uv's hints on indexes that refused, and refusals whose URL somebody blanked."""

from __future__ import annotations

from typing import Final

import pytest

from idxdoctor.capture.logs.urls import HIDDEN, UNNAMED
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.model.trace import Outcome
from tests.capture.logs.made import lookup_of, trace_of

ROOT: Final = "https://pkg.h.example/acme/simple"
NO_SOLUTION: Final = """\
  x No solution found when resolving dependencies:
  `-> Because foo was not found in the package registry and you require foo, we can conclude that your
      requirements are unsatisfiable.

"""


def the_finding(text: str) -> Finding:
    """Return what is found of the one search in a log."""
    ((finding,),) = diagnose(trace_of(text))
    return finding


@pytest.mark.parametrize("blank", ["<hidden>", "***", "[URL]", "REDACTED", "<index url>"])
def test_a_hint_tells_that_an_index_refused_though_its_url_is_blanked(blank: str) -> None:
    hint = f"hint: An index URL ({blank}) could not be queried due to a lack of valid\n"
    text = f"{NO_SOLUTION}{hint}authentication credentials (401 Unauthorized).\n"
    lookup = lookup_of(text)
    assert (lookup.package, lookup.ending.status, lookup.ending.outcome) == ("foo", 401, Outcome.STOPPED)
    assert lookup.ending.indexes[0].url == HIDDEN
    assert any("which server that was: its URL is blanked" in sentence for sentence in trace_of(text).unknown)
    assert the_finding(text).code == "IDX219"


def test_a_blanked_index_may_be_any_that_the_log_shows() -> None:
    asked = f"TRACE Fetching metadata for foo from {ROOT}/foo/\nDEBUG No cache entry for: {ROOT}/foo/\n"
    hint = "hint: An index URL (<hidden>) could not be queried due to a lack of valid credentials (401 Unauthorized).\n"
    assert [str(index.url) for index in lookup_of(asked + NO_SOLUTION + hint).ending.indexes] == [ROOT]


def test_a_search_that_a_status_ended_is_told_though_every_url_is_blanked() -> None:
    text = """\
TRACE Attempting unauthenticated request for <hidden>
TRACE Request for <hidden> failed with 401 Unauthorized, checking for credentials
DEBUG Indexes search failed because of status code failure: 401 Unauthorized
"""
    lookup = lookup_of(text)
    assert (lookup.package, lookup.ending.status, lookup.ending.outcome) == (UNNAMED, 401, Outcome.STOPPED)
    assert the_finding(text).code == "IDX219"


def test_a_hint_that_the_index_had_another_package_says_that_the_403_is_about_this_one() -> None:
    hint = f"""\
hint: An index ({ROOT}) returned a 403 Forbidden error, but uv received a successful response from another request to
the index. If the failing package is not present on this index, consider adding `ignore-error-codes = [403]`
"""
    finding = the_finding(NO_SOLUTION + hint)
    assert finding.code == "IDX210"
    assert "ignore-error-codes = [403]" in finding.fixes[0].title


def test_a_page_whose_host_is_blanked_everywhere_but_in_an_error_as_rust_shows_it_is_one_page() -> None:
    text = """\
TRACE Attempting unauthenticated request for <hidden>/acme/simple/foo/
TRACE Request for <hidden>/acme/simple/foo/ failed with 403 Forbidden, checking for credentials
TRACE Considering retry of error: Error { kind: WrappedReqwestError(Url { scheme: "https", cannot_be_a_base: false, \
username: "", password: None, host: Some(Domain("pkg.h.example")), port: None, path: "/acme/simple/foo/", \
query: None, fragment: None }, WrappedReqwestError(Reqwest(reqwest::Error { kind: Status(403), \
url: "<hidden>/acme/simple/foo/" }))) }
DEBUG Indexes search failed because of status code failure: 403 Forbidden
"""
    lookup = lookup_of(text)
    assert len(lookup.exchanges) == len(lookup.ending.indexes) == 1
    assert lookup.exchanges[0].redirect is None
