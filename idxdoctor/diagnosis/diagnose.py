"""All rules over one trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import time
from typing import Final

from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.providers import Providers
from idxdoctor.diagnosis.rule import Case, Rule
from idxdoctor.diagnosis.rules import ALL
from idxdoctor.model.trace import Trace

_SILENCED: Final = {rule.code: rule.instead_of for rule in ALL if rule.instead_of}


def diagnose(
    trace: Trace, rules: Iterable[Rule] = ALL, clock: Callable[[], float] = time
) -> tuple[tuple[Finding, ...], ...]:
    """Return the findings on each lookup of the trace, in their order. `clock` gives seconds since 1970."""
    now, providers = clock(), Providers(trace)
    kept = tuple(rules)
    return tuple(findings_on(Case(lookup, trace, now, providers), kept) for lookup in trace.lookups)


def findings_on(case: Case, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """Return what the rules say of one lookup, in the order of their codes; where one knows better, only that."""
    found = [finding for rule in rules for finding in rule.findings(case)]
    return tuple(finding for finding in found if not any(_says_more(other, finding) for other in found))


def _says_more(other: Finding, finding: Finding) -> bool:
    """Say whether another finding explains the same exchanges better."""
    unplaced = not finding.exchanges and not finding.files
    shared = set(other.exchanges) & set(finding.exchanges) or set(other.files) & set(finding.files)
    return finding.code in _SILENCED.get(other.code, ()) and (unplaced or bool(shared))
