"""All rules over one trace."""

from __future__ import annotations

from idxdoctor.diagnosis.rules import ALL
from idxdoctor.model.finding import Finding
from idxdoctor.model.trace import Lookup, Trace


def diagnose(trace: Trace) -> tuple[tuple[Finding, ...], ...]:
    """Return the findings on each lookup of the trace, in the order of the lookups."""
    return tuple(findings_on(lookup, trace) for lookup in trace.lookups)


def findings_on(lookup: Lookup, trace: Trace) -> tuple[Finding, ...]:
    """Return what the rules say of one lookup, in the order of their codes."""
    return tuple(finding for rule in ALL for finding in rule.findings(lookup, trace))
