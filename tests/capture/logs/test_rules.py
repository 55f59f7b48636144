"""Rules over logs: the true cause, and nothing that a log does not carry."""

from __future__ import annotations

import pytest

from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.rules import ALL
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.exchange import Gap
from tests.capture.logs.made import CACHED, THREE_URLS, trace_of
from tests.capture.logs.pip_made import CI, A, answer, banner, not_found, page, unfetched
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


def after_another(status: int) -> str:
    """Return a log of pip with a username that it masks, which may stand for one that was sent to the host before."""
    other, masked = "https://a.example/other", "****@"
    urls = [other.replace("https://", f"https://{CI}"), A.replace("https://", f"https://{masked}")]
    return (
        banner(*urls)
        + page(other, "Found credentials in url for a.example", answer(other, 404), unfetched(other, 404), user=CI)
        + page(A, f"Found index url {A}", answer(A, status), unfetched(A, status, user=masked), user=masked)
        + not_found()
    )


@pytest.mark.parametrize(("status", "code"), [(429, "IDX404"), (511, "IDX407"), (400, "IDX415")])
def test_what_is_so_for_everybody_is_told_though_the_log_hides_who_was_asked_as(status: int, code: str) -> None:
    log = after_another(status)
    assert [exchange.gaps for exchange in trace_of(log).lookups[0].exchanges] == [set(), {Gap.WHO}]
    assert codes(log) == [code]


def test_what_hangs_on_who_was_asked_as_is_not_told_where_the_log_hides_it() -> None:
    assert codes(after_another(403)) == ["IDX219"]


def test_rules_about_logs_alone_are_these() -> None:
    assert [rule.code for rule in ALL if rule.only_in_logs] == [
        *("IDX131", "IDX132", "IDX133", "IDX219", "IDX220", "IDX222", "IDX314", "IDX317", "IDX319", "IDX623")
    ]
