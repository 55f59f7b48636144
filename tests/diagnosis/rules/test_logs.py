"""Rules over logs of pip: those that are about pip alone, and those that other clients have too."""

from __future__ import annotations

import re

import pytest

from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.rules import ALL
from tests.capture.logs.made import trace_of
from tests.diagnosis.rules.log_cases import CASES, SHARED, LogCase


def findings(text: str) -> list[Finding]:
    """Return what is found in a log of one search."""
    (found,) = diagnose(trace_of(text))
    return list(found)


@pytest.mark.parametrize("case", CASES, ids=[case.code for case in CASES])
def test_a_rule_speaks_of_the_requests_that_prove_it(case: LogCase) -> None:
    (found,) = [finding for finding in findings(case.speaks) if finding.code == case.code]
    assert (found.exchanges, found.files) == (case.exchanges, case.files)
    assert case.says in found.text


@pytest.mark.parametrize("case", CASES, ids=[case.code for case in CASES])
def test_a_rule_is_silent_where_it_only_looks_so(case: LogCase) -> None:
    assert case.code not in {finding.code for finding in findings(case.silent)}


@pytest.mark.parametrize("code", SHARED)
def test_a_rule_that_models_show_speaks_of_a_log_of_pip(code: str) -> None:
    assert code in {finding.code for finding in findings(SHARED[code])}


@pytest.mark.parametrize("text", [*(case.speaks for case in CASES), *SHARED.values()])
def test_what_is_said_of_pip_is_not_about_another_client(text: str) -> None:
    remedies = {rule.code: rule.remedies for rule in ALL}
    for finding in findings(text):
        assert "pip" in remedies[finding.code], finding.code
        said = " ".join((finding.title, finding.text, *(fix.title for fix in finding.fixes)))
        assert re.search(r"\buv\b|\bUV_|authenticate|explicit|tool\.|ignore-error", said) is None, said


def test_what_helps_with_pip_speaks_of_pip_alone() -> None:
    for rule in ALL:
        assert re.search(r"\buv\b|\bUV_", rule.remedies.get("pip", "")) is None, rule.code


def test_credentials_that_pip_calls_incorrect_were_sent_after_a_first_refusal() -> None:
    (found,) = [finding for finding in findings(SHARED["IDX219"]) if finding.code == "IDX219"]
    assert "after a first 401 pip sent other credentials" in found.text
