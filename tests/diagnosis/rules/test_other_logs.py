"""Rules over logs of poetry and pdm: those that are about them alone, and those that other clients have too."""

from __future__ import annotations

import re
from typing import Final

import pytest

from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.rules import ALL
from tests.capture.logs.made import trace_of
from tests.diagnosis.rules.other_log_cases import OTHER_CASES, OTHER_SHARED, OtherCase

OTHERS: Final = re.compile(
    r"\b(?:uv|pip)\b|\bUV_|\bPIP_|authenticate\b|tool\.uv|ignore-error|first-index|unsafe-", re.ASCII
)


def findings(text: str) -> list[Finding]:
    """Return what is found in a log of one search."""
    (found,) = diagnose(trace_of(text))
    return list(found)


@pytest.mark.parametrize("case", OTHER_CASES, ids=[case.code for case in OTHER_CASES])
def test_a_rule_speaks_of_the_requests_that_prove_it(case: OtherCase) -> None:
    (found,) = [finding for finding in findings(case.speaks) if finding.code == case.code]
    assert found.exchanges == case.exchanges
    assert case.says in found.text


@pytest.mark.parametrize("case", OTHER_CASES, ids=[case.code for case in OTHER_CASES])
def test_a_rule_is_silent_where_it_only_looks_so(case: OtherCase) -> None:
    assert case.code not in {finding.code for finding in findings(case.silent)}


@pytest.mark.parametrize(("code", "client"), OTHER_SHARED)
def test_a_rule_that_others_show_speaks_of_this_client_too(code: str, client: str) -> None:
    log = OTHER_SHARED[code, client]
    assert trace_of(log).client.name == client
    assert code in {finding.code for finding in findings(log)}


@pytest.mark.parametrize("text", [*(case.speaks for case in OTHER_CASES), *OTHER_SHARED.values()])
def test_what_is_said_of_one_client_is_not_about_another(text: str) -> None:
    name = trace_of(text).client.name
    remedies = {rule.code: rule.remedies for rule in ALL}
    for finding in findings(text):
        assert name in remedies[finding.code], finding.code
        said = " ".join((finding.title, finding.text, *(fix.title for fix in finding.fixes)))
        assert OTHERS.search(said) is None, said


@pytest.mark.parametrize("client", ["poetry", "pdm"])
def test_what_helps_with_a_client_speaks_of_it_alone(client: str) -> None:
    for rule in ALL:
        assert OTHERS.search(rule.remedies.get(client, "")) is None, rule.code
