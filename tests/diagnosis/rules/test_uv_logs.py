"""Rules over logs of uv, where they say what no scenario shows."""

from __future__ import annotations

from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.finding import Finding
from tests.capture.logs.made import trace_of


def findings(text: str) -> list[Finding]:
    """Return what is found in a log of one search."""
    (found,) = diagnose(trace_of(text))
    return list(found)


def test_a_403_of_what_may_be_a_static_store_may_also_mean_that_nothing_is_there() -> None:
    (found,) = findings(refused_by("https://d1example.cloudfront.net/simple"))
    assert "it may also say 403 because foo is not there" in found.text
    assert any("ignore-error-codes = [403]" in fix.title for fix in found.fixes)
    (other,) = findings(refused_by("https://h.example/simple"))
    assert (found.code, other.code) == ("IDX101", "IDX101")
    assert "may also" not in other.text


def refused_by(root: str) -> str:
    """Return the log of a uv that asked an index without credentials and was answered 403."""
    return f"""\
DEBUG uv 0.9.2
TRACE Handling request for {root}/foo/ with authentication policy auto
TRACE Attempting unauthenticated request for {root}/foo/
TRACE Request for {root}/foo/ failed with 403 Forbidden, checking for credentials
DEBUG Indexes search failed because of status code failure: 403 Forbidden
TRACE Received package metadata for: foo
"""


def test_a_netrc_file_that_uv_could_not_read_is_why_nothing_was_sent() -> None:
    warning = "WARN Error reading netrc file: parsing error: bad toplevel token 'hunter2' (line 1) in '.netrc'\n"
    head, refused, rest = refused_by("https://h.example/simple").partition("DEBUG Indexes")
    (found,) = findings(head + warning + refused + rest)
    assert found.code == "IDX132"
    assert "line 1" in found.text
    assert "hunter2" not in found.text
    (other,) = findings(head + refused + rest)
    assert other.code == "IDX101"
