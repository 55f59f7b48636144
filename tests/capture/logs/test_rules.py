"""Rules over logs: the true cause, and nothing that a log does not carry."""

from __future__ import annotations

import pytest

from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.rules import ALL
from idxdoctor.diagnosis.run import Run
from tests.capture.logs.made import CACHED, THREE_URLS, trace_of
from tests.capture.logs.test_uv import AT_V, KEYRING

LET_IN = KEYRING
UNKNOWN_STATUS = AT_V.replace("DEBUG Indexes search failed because of status code failure: 401 Unauthorized\n", "")


def findings(text: str) -> list[Finding]:
    """Return what is found in a log of one search."""
    (found,) = diagnose(trace_of(text))
    return list(found)


def codes(text: str) -> list[str]:
    """Return the codes of what is found in a log of one search."""
    return [finding.code for finding in findings(text)]


def test_three_urls_on_one_host_are_the_fault_of_the_release() -> None:
    (finding,) = findings(THREE_URLS)
    assert (finding.code, finding.exchanges) == ("IDX106", (2,))
    assert not any(fix.proved for fix in finding.fixes)


def test_a_cached_page_shows_since_when_the_credentials_are_refused() -> None:
    (finding,) = findings(CACHED)
    assert (finding.code, finding.exchanges) == ("IDX220", (0, 1))
    assert "7.8 days ago" in finding.text


def test_without_a_cached_page_the_same_refusal_is_told_as_ever() -> None:
    fresh = "\n".join(line for line in CACHED.splitlines() if "age is 671436" not in line)
    assert codes(fresh) == ["IDX202"]


def test_a_refusal_of_nobody_knows_whom_is_said_to_be_that() -> None:
    (finding,) = findings(AT_V)
    assert finding.code == "IDX219"
    assert "either without credentials, or with some" in finding.text
    trace = trace_of(AT_V)
    assert Run(trace, diagnose(trace)).exit_status == 1


@pytest.mark.parametrize("text", [LET_IN, UNKNOWN_STATUS])
def test_rules_are_silent_where_the_log_shows_no_fault(text: str) -> None:
    assert codes(text) == []


def test_rules_about_logs_alone_are_these() -> None:
    assert [rule.code for rule in ALL if rule.only_in_logs] == [
        *("IDX131", "IDX132", "IDX219", "IDX220", "IDX222", "IDX314", "IDX317", "IDX319", "IDX623")
    ]
