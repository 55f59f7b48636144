"""Logs of uv in which an answer broke off, or came too late."""

from __future__ import annotations

import pytest

from tests.capture.logs.test_uv_lock import ASKED, BEGINNING, KNOWN, LATE, finding_in

ERROR = "error: Request failed after 3 retries\n  Caused by: Failed to fetch: `https://a.example/simple/foo/`\n"
BODY = "  Caused by: request or response body error\n  Caused by: error reading a body from connection\n"
CLOSED = "  Caused by: peer closed connection without sending TLS close_notify\n"
ARCHIVE = "error: Failed to download `foo==1.0`\n  Caused by: Failed to extract archive: foo-1.0-py3-none-any.whl\n"


@pytest.mark.parametrize(
    ("causes", "code", "says"),
    [
        (BODY + CLOSED, "IDX501", "https://a.example: the connection broke within the answer"),
        (BODY + LATE, "IDX505", "https://a.example did not send the whole of its answer in time"),
        (LATE, "IDX505", "https://a.example did not answer in time"),
    ],
)
def test_an_answer_that_broke_off_is_told_from_one_that_never_came(causes: str, code: str, says: str) -> None:
    finding = finding_in(ERROR + causes)
    assert (finding.code, finding.text) == (code, says)
    assert not any(fix.title.startswith("drop") for fix in finding.fixes)


@pytest.mark.parametrize(
    ("causes", "code"),
    [("  Caused by: unexpected end of file\n", "IDX501"), (BODY + LATE, "IDX505")],
)
def test_a_file_that_broke_off_while_it_was_unpacked_is_told_of_though_no_url_is_named(causes: str, code: str) -> None:
    finding = finding_in(ARCHIVE + causes)
    assert (finding.code, finding.files) == (code, ())
    assert "the file of foo" in finding.text
    assert "the log does not name" in finding.text


def test_a_file_that_broke_off_is_the_one_that_was_asked_for() -> None:
    finding = finding_in(f"{BEGINNING}{ASKED}{KNOWN}{ARCHIVE}  Caused by: unexpected end of file\n")
    assert (finding.code, finding.files) == ("IDX501", (0,))
    assert finding.text == "https://a.example: the connection broke within the answer"


def test_how_long_an_answer_is_waited_for_is_said_with_its_setting() -> None:
    finding = finding_in(ERROR + LATE)
    assert [fix.title for fix in finding.fixes] == ["wait 120 seconds for an answer (UV_HTTP_TIMEOUT=120)"]
