"""Reported cases that a trace looks like: the scenarios that come along, compared by what happened in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.rules import ALL
from idxdoctor.diagnosis.run import KnownCase
from idxdoctor.model.trace import Lookup, Outcome, Trace
from idxdoctor.model.versions import is_version
from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.expect import expectations_for
from idxdoctor.scenario.model import Expectation


def known_cases(trace: Trace, findings: tuple[tuple[Finding, ...], ...]) -> Iterator[KnownCase]:
    """Return the reported cases in which the same client version met the same causes by the same answers.

    A search that found the package, and of which no problem is told, is like none; so is that of a client whose version
    its log leaves open.
    """
    if not is_version(trace.client.version):
        return
    told: set[str] = set()
    compared: set[object] = set()
    for lookup, found in zip(trace.lookups, findings, strict=True):
        codes = frozenset(finding.code for finding in found)
        way = codes, lookup.ending.outcome, tuple(_seen(lookup)), _held_back(lookup)
        told_of = codes and (_problems(codes) or lookup.ending.outcome is not Outcome.FOUND)
        if told_of and way not in compared:
            compared.add(way)
            like = [case for case in _like(trace, lookup, codes) if case.id not in told]
            told.update(case.id for case in like)
            yield from like


def _problems(codes: Iterable[str]) -> frozenset[str]:
    """Return those codes that are of problems; warnings and notes hang on where things are configured."""
    return frozenset(codes) & frozenset(rule.code for rule in ALL if rule.severity == "error")


def _like(trace: Trace, lookup: Lookup, codes: frozenset[str]) -> Iterator[KnownCase]:
    telling = _problems(codes) or codes
    for file in shipped_scenarios():
        text = file.read_text(encoding="utf-8")
        # Reading a scenario whole takes longer than all the rest of a report.
        if file.stem == trace.scenario or "\nended:" not in text or not all(code in text for code in telling):
            continue
        from idxdoctor.scenario.loader import load_scenario

        scenario = load_scenario(file)
        if scenario.sources and any(
            _matches(lookup, codes, expectation) for expectation in expectations_for(scenario, trace.client)
        ):
            yield KnownCase(scenario.id, scenario.title, scenario.sources[0], scenario.ended or "")


def _matches(lookup: Lookup, codes: frozenset[str], expectation: Expectation) -> bool:
    """Say whether the same causes were found, and the search went the same way: who asked, what was answered.

    From a request on that the check sent without the client's credentials, the client's way is not known.
    """
    if expectation.exchanges is None or not _same_causes(frozenset(expectation.findings or ()), codes):
        return False
    expected = [(one.who is not None, one.status) for one in expectation.exchanges]
    went, held_back = _seen(lookup), _held_back(lookup)
    if held_back is not None:
        return expected[:held_back] == went[:held_back] and len(expected) > held_back and expected[held_back][0]
    return expected == went and expectation.ends == lookup.ending.outcome.value


def _seen(lookup: Lookup) -> list[tuple[bool, int | None]]:
    """Return what counts when lookups are compared: whether each request had credentials, and its answer's status."""
    return [(one.request.credential is not None, one.answer.status) for one in lookup.exchanges]


def _held_back(lookup: Lookup) -> int | None:
    """Return the position of the first request that the check sent without the credentials that the client has."""
    return next((place for place, one in enumerate(lookup.exchanges) if one.answer.withheld), None)


def _same_causes(expected: frozenset[str], codes: frozenset[str]) -> bool:
    """Say whether the problems are the same, or where there is none, what else was found."""
    problems = _problems(codes)
    return _problems(expected) == problems if problems else expected == codes
