"""Logs of `uv publish`: what it asks of an index before an upload, and with which status that was answered."""

from __future__ import annotations

from typing import Final

import pytest

from idxdoctor.capture.logs.urls import UNNAMED
from idxdoctor.diagnosis.diagnose import diagnose
from tests.capture.logs.made import lookup_of, trace_of

ROOT: Final = "https://pkg.h.example/acme"
NO_PAGE: Final = """\
error: Failed to query check URL
  Caused by: Unsupported `Content-Type` "text/csv" for {page}. Expected JSON or HTML.
"""


@pytest.mark.parametrize("after", ["", "uv 0.9.2 (abcdef012 2026-01-02)\n"])
def test_a_check_url_that_answers_with_no_page_is_told_by_url_and_type(after: str) -> None:
    text = NO_PAGE.format(page=f"{ROOT}/simple/foo/") + after
    assert lookup_of(text).package == "foo"
    ((finding,),) = diagnose(trace_of(text))
    assert finding.code == "IDX406"
    assert f"{ROOT}/simple/foo/ answered: the answer is no simple page but text/csv" in finding.text


@pytest.mark.parametrize("page", ["https://***/simple/***/", "<hidden>"])
def test_a_check_url_that_is_blanked_tells_the_type_all_the_same(page: str) -> None:
    text = NO_PAGE.format(page=page)
    assert lookup_of(text).package == UNNAMED
    ((finding,),) = diagnose(trace_of(text))
    assert (finding.code, "text/csv" in finding.text) == ("IDX406", True)


@pytest.mark.parametrize(
    "told",
    [
        f"DEBUG Response code for {ROOT}/: 403 Forbidden",
        "  Caused by: Upload failed with status code 403 Forbidden. Server says: no",
        "  Caused by: Server returned status code 403 Forbidden. Server says: no",
        "  Caused by: Permission denied (status code 403 Forbidden): no",
    ],
)
def test_the_status_that_an_upload_got_is_told(told: str) -> None:
    trace = trace_of(
        f"Publishing 1 file to {ROOT}/\nerror: Failed to publish `dist/foo-1.0.tar.gz` to {ROOT}/\n{told}\n"
    )
    assert trace.lookups == ()
    assert any("uploads (`uv publish`) and was answered 403, which is no search" in one for one in trace.unknown)


def test_a_run_that_publishes_and_searches_tells_of_both() -> None:
    trace = trace_of(f"{NO_PAGE.format(page=f'{ROOT}/simple/foo/')}DEBUG Response code for {ROOT}/: 201 Created\n")
    assert [lookup.package for lookup in trace.lookups] == ["foo"]
    assert any("what became of the files" in one and "answered 201" in one for one in trace.unknown)
