"""Logs of uv that installs from a lock: files are asked for at once, and no index is."""

from __future__ import annotations

import pytest

from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.run import Run
from idxdoctor.report.layout import plain
from idxdoctor.report.terminal import terminal_report
from tests.capture.logs.made import trace_of
from tests.capture.logs.test_rules import codes, findings

FILE = "https://a.example/files/foo-1.0-py3-none-any.whl"
BEGINNING = """\
DEBUG uv 0.9.4
DEBUG Identified uncached distribution: foo==1.0
"""
ASKED = f"""\
DEBUG No cache entry for: {FILE}
TRACE Sending fresh GET request for {FILE}
TRACE Handling request for {FILE} with authentication policy auto
"""
REFUSED = f"""\
TRACE Attempting unauthenticated request for {FILE}
TRACE Request for {FILE} failed with 401 Unauthorized, checking for credentials
TRACE No credentials in cache for realm https://a.example
DEBUG No netrc file found
"""
USER_REFUSED = f"""\
TRACE Found username for {FILE} in cache, attempting request
TRACE Attempting partially authenticated request for https://****@a.example/files/foo-1.0-py3-none-any.whl
TRACE Request for https://****@a.example/files/foo-1.0-py3-none-any.whl failed with 401 Unauthorized, checking for \
credentials
TRACE No password in cache for URL https://a.example/simple
TRACE No password in cache for realm kim@https://a.example
"""
KNOWN = f"TRACE Request for {FILE} is fully authenticated\n"
END = f"""\
error: Failed to download `foo==1.0`
  Caused by: Failed to fetch: `{FILE}`
  Caused by: HTTP status client error (401 Unauthorized) for url ({FILE})
"""


def finding_in(text: str) -> Finding:
    """Return the one finding in a log of one search."""
    (finding,) = findings(text)
    return finding


def test_a_file_of_the_lock_that_is_refused_without_credentials() -> None:
    text = BEGINNING + ASKED + REFUSED + END
    finding = finding_in(text)
    assert (finding.code, finding.files) == ("IDX116", (0,))
    assert "asked for without credentials, answered 401; the lock names it" in finding.text
    assert "the log does not show which indexes are configured" in finding.text
    trace = trace_of(text)
    assert Run(trace, diagnose(trace)).exit_status == 1


def test_without_the_lines_that_tell_as_whom_it_is_only_known_that_it_was_refused() -> None:
    at_v = "".join(line for line in ASKED.splitlines(keepends=True) if line.startswith("DEBUG"))
    assert codes(BEGINNING + at_v + END) == ["IDX219"]


def test_of_a_file_that_was_asked_for_with_a_username_alone_the_password_is_to_be_given() -> None:
    text = BEGINNING + ASKED + USER_REFUSED + END
    finding = finding_in(text)
    assert finding.code == "IDX116"
    assert "asked for with a username and no password" in finding.text
    assert finding.fixes[0].title == "give a.example the password of the username that it was asked with"


def test_credentials_that_the_file_refuses_were_given_no_page() -> None:
    finding = finding_in(BEGINNING + ASKED + KNOWN + END)
    assert finding.code == "IDX221"
    assert "the lock names the file: no page was asked first" in finding.text


def test_a_part_of_a_log_does_not_tell_that_there_is_a_lock() -> None:
    assert finding_in(ASKED + REFUSED + END).code == "IDX133"
    assert "the log does not show which page listed the file" in finding_in(ASKED + KNOWN + END).text


@pytest.mark.parametrize(
    "looked_for", ["Solving with installed Python version: 3.12.1", "Adding direct dependency: foo*"]
)
def test_a_run_that_looks_for_versions_installs_from_no_lock(looked_for: str) -> None:
    text = f"DEBUG uv 0.9.4\nDEBUG {looked_for}\n{ASKED}{REFUSED}{END}"
    assert finding_in(text).code == "IDX133"
    assert trace_of(text).plan.locked == {}


def test_a_password_in_the_files_own_url_is_the_locks() -> None:
    own = FILE.replace("https://", "https://kim:****@")
    asked = ASKED.replace(f"Handling request for {FILE}", f"Handling request for {own}")
    text = f"{BEGINNING}{asked}TRACE Request for {own} already contains username and password\n{END}"
    found = {finding.code: finding.text for finding in findings(text)}
    assert set(found) == {"IDX221", "IDX705"}
    assert "which uv.lock has in the file's own URL" in found["IDX221"]


NAME = """\
  Caused by: client error (Connect)
  Caused by: dns error
  Caused by: failed to lookup address information: Name or service not known
"""
CERTIFICATE = """\
  Caused by: client error (Connect)
  Caused by: invalid peer certificate: UnknownIssuer
"""
LATE = "  Caused by: operation timed out\n"


@pytest.mark.parametrize(("causes", "code"), [(NAME, "IDX504"), (CERTIFICATE, "IDX502"), (LATE, "IDX505")])
def test_a_server_of_a_locked_file_that_does_not_answer_is_set_against_no_index(causes: str, code: str) -> None:
    end = f"error: Failed to download `foo==1.0`\n  Caused by: Failed to fetch: `{FILE}`\n"
    sending = f"  Caused by: error sending request for url ({FILE})\n"
    finding = finding_in(f"{BEGINNING}DEBUG No cache entry for: {FILE}\n{end}{sending}{causes}")
    assert (finding.code, finding.exchanges, finding.files) == (code, (), (0,))
    assert "a.example" in finding.text
    assert not any("index that serves" in fix.title or fix.title.startswith("drop") for fix in finding.fixes)


def test_a_certificate_that_is_not_trusted_is_told_of_a_file_before_any_error_ends_the_run() -> None:
    transient = f"DEBUG Transient request failure for {FILE}, retrying: error sending request for url ({FILE})\n"
    finding = finding_in(f"{BEGINNING}{transient}{CERTIFICATE}")
    assert (finding.code, finding.files) == ("IDX502", (0,))
    assert codes(f"{BEGINNING}{transient}{NAME}") == []


def test_requests_for_files_are_shown_where_no_page_was_asked_for() -> None:
    trace = trace_of(ASKED + REFUSED)
    report = plain(terminal_report([Run(trace, diagnose(trace))], 120))
    assert "For its file https://a.example was asked without credentials and answered 401" in report
    assert "1 request for files" in report
    assert "GET https://a.example" in report


def test_a_locked_file_that_answers_404_may_be_kept_from_who_asked() -> None:
    asked = f"{ASKED}TRACE Attempting unauthenticated request for {FILE}\n"
    finding = finding_in(BEGINNING + asked + END.replace("401 Unauthorized", "404 Not Found"))
    assert (finding.code, finding.files) == ("IDX223", (0,))
    assert "asked for without credentials, answered 404: the file is gone, or its server hides it" in finding.text
    assert "lock foo again" in finding.fixes[-1].title


def test_of_a_404_alone_it_is_said_that_the_log_does_not_show_as_whom() -> None:
    finding = finding_in(END.replace("401 Unauthorized", "404 Not Found"))
    assert "asked for as somebody whom the log does not show, answered 404" in finding.text
    assert "-vv" in finding.fixes[0].title
