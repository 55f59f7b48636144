"""Reported cases that a trace looks like: the scenarios that come along, compared by what happened in them."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.run import KnownCase
from idxdoctor.model.trace import Lookup, Trace
from idxdoctor.scenario.expect import expectations_for
from idxdoctor.scenario.library import shipped_scenarios
from idxdoctor.scenario.model import Expectation


def known_cases(trace: Trace, findings: tuple[tuple[Finding, ...], ...]) -> Iterator[KnownCase]:
    """Return the reported cases in which the same client version met the same causes by the same answers."""
    told: set[str] = set()
    for lookup, found in zip(trace.lookups, findings, strict=True):
        codes = frozenset(finding.code for finding in found)
        if any(finding.severity == "error" for finding in found):
            like = [case for case in _like(trace, lookup, codes) if case.id not in told]
            told.update(case.id for case in like)
            yield from like


def _like(trace: Trace, lookup: Lookup, codes: frozenset[str]) -> Iterator[KnownCase]:
    for file in shipped_scenarios():
        text = file.read_text(encoding="utf-8")
        # Reading a scenario whole takes longer than all the rest of a report.
        if file.stem == trace.scenario or "\nended:" not in text or not all(code in text for code in codes):
            continue
        from idxdoctor.scenario.loader import load_scenario

        scenario = load_scenario(file)
        if scenario.sources and any(
            _matches(lookup, codes, expectation) for expectation in expectations_for(scenario, trace.client)
        ):
            yield KnownCase(scenario.id, scenario.title, scenario.sources[0], scenario.ended or "")


def _matches(lookup: Lookup, codes: frozenset[str], expectation: Expectation) -> bool:
    """Say whether the same causes were found, and the search went the same way: who asked, what was answered."""
    if expectation.findings is None or frozenset(expectation.findings) != codes:
        return False
    if expectation.ends != lookup.ending.outcome.value or expectation.exchanges is None:
        return False
    expected = [(one.who is not None, one.status) for one in expectation.exchanges]
    return expected == [(one.request.credential is not None, one.answer.status) for one in lookup.exchanges]
