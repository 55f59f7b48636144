"""No report repeats a secret of a log of poetry or pdm, in any encoding; what dresses a log does no harm."""

from __future__ import annotations

from base64 import b64encode

import pytest

from idxdoctor.capture.logs.read import traces_in
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.run import Run
from idxdoctor.report.formats.registry import rendered
from idxdoctor.report.layout import plain
from idxdoctor.report.redaction import scrubber_for
from idxdoctor.report.terminal import terminal_report
from tests.capture.logs.made import DRESSES, asked, lookup_of, trace_of
from tests.capture.logs.other_made import PDM, POETRY

CANARY = "Tr4p-d00r/Canary?"
ENCODED = "Tr4p-d00r%2FCanary%3F"
BASIC = b64encode(f"ci:{CANARY}".encode()).decode()
LOGS = {"poetry": POETRY.replace("hunter2", ENCODED), "pdm": PDM.replace("hunter2", ENCODED)}
BETWEEN = {
    "curl -v": f"> GET /simple/ HTTP/1.1\n> Authorization: Basic {BASIC}\n",
    "pip config debug": f"  global.index-url: https://ci:{ENCODED}@corp.example/a/simple\n",
    "nothing": "",
}


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("client", LOGS)
@pytest.mark.parametrize("format_", ["rich", "json", "markdown", "html", "junit", "sarif", "github", "azure", "gitlab"])
def test_a_secret_anywhere_in_a_log_is_in_no_report(client: str, format_: str, between: str) -> None:
    first, _, rest = LOGS[client].partition("\n")
    traces = traces_in(f"{first}\n{BETWEEN[between]}{rest}".split("\n"), "log.txt")
    assert [trace.client.name for trace in traces] == [client]
    runs = [Run(trace, diagnose(trace), "log.txt") for trace in traces]
    text = plain(terminal_report(runs, 200, verbose=True)) if format_ == "rich" else rendered(format_, runs)
    for form in (CANARY, ENCODED, BASIC, "Canary"):
        assert form not in text


@pytest.mark.parametrize("client", LOGS)
def test_a_password_in_a_url_of_the_log_is_known_in_every_encoding(client: str) -> None:
    clean = scrubber_for([trace_of(LOGS[client])]).clean
    assert clean(f"it is {CANARY}, {ENCODED} or {BASIC}") == f"it is ****, **** or ****{'=' * BASIC.count('=')}"


@pytest.mark.parametrize("line", ["Creating new session for", "All attempts to connect to"])
def test_a_password_before_a_host_without_a_scheme_is_known(line: str) -> None:
    log = f"Poetry (version 2.5.1)\n{line} ci:{ENCODED}@corp.example failed.\n"
    assert CANARY not in scrubber_for([trace_of(log)]).clean(f"it is {CANARY}")


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("client", LOGS)
def test_what_dresses_a_log_does_no_harm(client: str, dress: str) -> None:
    plainly = {"poetry": POETRY, "pdm": PDM}[client]
    dressed = "\n".join(DRESSES[dress](line) for line in plainly.splitlines())
    assert asked(lookup_of(dressed)) == asked(lookup_of(plainly))


@pytest.mark.parametrize("client", LOGS)
def test_a_log_that_begins_in_the_middle_of_a_line_is_told_from_there(client: str) -> None:
    plainly = {"poetry": POETRY, "pdm": PDM}[client]
    lookup = lookup_of(plainly[plainly.index("\n") - 9 :])
    assert lookup.exchanges


@pytest.mark.parametrize("client", LOGS)
def test_hosts_and_users_that_were_blanked_by_hand_do_no_harm(client: str) -> None:
    plainly = {"poetry": POETRY, "pdm": PDM}[client]
    blanked = plainly.replace("ci:hunter2@", "****:****@").replace("other.example", "[REDACTED]")
    assert lookup_of(blanked).exchanges


def test_lines_of_two_clients_are_told_apart() -> None:
    traces = traces_in(f"{POETRY}{PDM}".split("\n"), "log.txt")
    assert [(trace.client.name, len(trace.lookups[0].exchanges)) for trace in traces] == [("poetry", 4), ("pdm", 5)]
