"""No report repeats a secret of a log, in whatever encoding it stood there."""

from __future__ import annotations

from base64 import b64encode

import pytest

from idxdoctor.capture.logs.secrets import secrets_in
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.secret import Secret
from idxdoctor.report.formats.registry import rendered
from idxdoctor.report.layout import plain
from idxdoctor.report.redaction import scrubber_for
from idxdoctor.report.terminal import terminal_report
from tests.capture.logs.made import THREE_URLS, trace_of
from tests.capture.logs.pip_made import REFUSED, A, answer, not_found, page

CANARY = "Tr4p-d00r/Canary?"
ENCODED = "Tr4p-d00r%2FCanary%3F"
BASIC = b64encode(f"ci:{CANARY}".encode()).decode()
PLACES = {
    "a URL": f"TRACE Caching credentials for https://ci:{ENCODED}@other.example/simple",
    "an error": f'TRACE Considering retry of error: url: "https://bot:{ENCODED}@other.example/simple/foo/"',
    "a header": f"> Authorization: Basic {BASIC}",
    "debugging output": f'TRACE with Basic {{ username: Username(Some("ci")), password: Some("{CANARY}") }}',
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("format_", ["rich", "json", "markdown", "html", "junit", "sarif", "github", "azure", "gitlab"])
def test_a_secret_anywhere_in_a_log_is_in_no_report(place: str, format_: str) -> None:
    log = f"{THREE_URLS}{PLACES[place]}\nTRACE Fetching metadata for foo from https://h.example/{ENCODED}/simple/foo/\n"
    log += f"DEBUG No cache entry for: https://h.example/{ENCODED}/simple/foo/\n"
    log += f"TRACE Fetching metadata for bar from https://h.example/{BASIC}/bar/\n"
    log += f"DEBUG No cache entry for: https://h.example/{BASIC}/bar/\n"
    trace = trace_of(log)
    run = Run(trace, diagnose(trace), "log.txt")
    text = plain(terminal_report([run], 200, verbose=True)) if format_ == "rich" else rendered(format_, [run])
    for form in (CANARY, ENCODED, BASIC, "Canary"):
        assert form not in text
    assert "hunter2" not in text


PIP_PLACES = {
    "the Location of a redirect": f"Could not fetch URL {A}/bar/: 401 Client Error: No for url: "
    f"https://bot:{ENCODED}@other.example/bar/ - skipping",
    "a configuration": f"global.index-url='https://bot:{ENCODED}@other.example/simple'",
    "a variable": f"  PIP_EXTRA_INDEX_URL='https://bot:{CANARY}@other.example/simple'",
    "a traceback": f"ValueError: Port could not be cast: 'https://bot:{CANARY}@other.example/simple'",
    "a link": f"  Found link https://bot:{ENCODED}@other.example/bar-1.0.zip (from {A}/bar/), version: 1.0",
    "a file": f"ERROR: HTTP error 401 while getting https://bot:{ENCODED}@other.example/foo-1.0.zip (from {A}/foo/)",
}


@pytest.mark.parametrize("place", PIP_PLACES)
@pytest.mark.parametrize("format_", ["rich", "json", "markdown", "html", "junit", "sarif", "github", "azure", "gitlab"])
def test_a_secret_anywhere_in_a_log_of_pip_is_in_no_report(place: str, format_: str) -> None:
    elsewhere = f"https://h.example/{ENCODED}/simple"
    log = REFUSED.replace("ERROR: Could", f"{PIP_PLACES[place]}\nERROR: Could")
    log += page(elsewhere, answer(elsewhere, 401, "bar"), package="bar") + not_found("bar")
    trace = trace_of(log)
    run = Run(trace, diagnose(trace), "log.txt")
    text = plain(terminal_report([run], 200, verbose=True)) if format_ == "rich" else rendered(format_, [run])
    for form in (CANARY, ENCODED, "Canary"):
        assert form not in text


def test_a_port_before_an_at_sign_is_no_password() -> None:
    assert [*secrets_in("GET https://h.example:8443/npm/@scope/foo and https://bot:a/b@h.example/")] == [
        Credential("bot", Secret("a/b"), Provenance("the log"), Reach())
    ]


def test_a_password_begins_at_the_first_colon() -> None:
    assert [*secrets_in("GET https://bot:first:second@h.example/")] == [
        Credential("bot", Secret("first:second"), Provenance("the log"), Reach())
    ] * 2


def test_the_scrubber_knows_what_the_log_showed() -> None:
    clean = scrubber_for([trace_of(THREE_URLS + PLACES["a header"])]).clean
    assert clean(f"it is {CANARY}, {ENCODED} or {BASIC}") == "it is ****, **** or ****="
