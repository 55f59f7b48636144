"""Logs of uv that fetches a Python to run: no package, and no index."""

from __future__ import annotations

import pytest

from idxdoctor.capture.logs.urls import is_python, url_of
from idxdoctor.model.trace import PYTHON
from idxdoctor.report.verdict import verdict
from tests.capture.logs.made import lookup_of, trace_of
from tests.capture.logs.test_rules import findings

ARCHIVE = "https://files.example/build/cpython-3.12.1%2B20260101-x86_64-unknown-linux-gnu-install_only.tar.gz"
SENDING = f"""\
  Caused by: error sending request for url ({ARCHIVE})
  Caused by: client error (Connect)
"""
CERTIFICATE = "  Caused by: invalid peer certificate: UnknownIssuer\n"
FIRST = f"error: Failed to download {ARCHIVE}\n  Caused by: Request failed after 3 retries\n{SENDING}"
LAST = f"error: Request failed after 3 retries\n  Caused by: Failed to download {ARCHIVE}\n{SENDING}"


@pytest.mark.parametrize("text", [FIRST, LAST])
def test_a_certificate_that_is_not_trusted_is_told_in_either_order_of_the_causes(text: str) -> None:
    (finding,) = findings(text + CERTIFICATE)
    assert (finding.code, finding.files) == ("IDX502", (0,))
    assert "https://files.example failed at its certificate" in finding.text
    assert "A Python to run is fetched, which is no package." in verdict(lookup_of(text))


def test_a_server_that_breaks_the_handshake_off_is_not_taken_for_one_with_a_bad_certificate() -> None:
    (finding,) = findings(f"{FIRST}  Caused by: received fatal alert: HandshakeFailure\n")
    assert finding.code == "IDX501"
    assert "it broke the TLS handshake off: HandshakeFailure" in finding.text


def test_a_python_is_of_no_lock() -> None:
    log = f"DEBUG uv 0.9.4\nTRACE Attempting unauthenticated request for {ARCHIVE}\n"
    trace = trace_of(f"{log}TRACE Request for {ARCHIVE} failed with 403 Forbidden, checking for credentials\n{FIRST}")
    assert trace.plan.locked == {}
    assert [lookup.package for lookup in trace.lookups] == [PYTHON]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cpython-3.14.0a1+20260101-aarch64-apple-darwin-debug-full.tar.zst", True),
        ("pypy3.11-v7.3.20-linux64.tar.bz2", True),
        ("graalpy-24.1.1-linux-amd64.tar.gz", True),
        ("cpython-0.1.tar.gz", False),
        ("pypy3-1.0.tar.gz", False),
        ("foo-1.0-cp312-cp312-linux_x86_64.whl", False),
    ],
)
def test_a_python_is_told_by_the_name_of_its_archive(name: str, *, expected: bool) -> None:
    url = url_of(f"https://files.example/{name}")
    assert url is not None
    assert is_python(url) is expected
