"""One run as reports see it: the trace, the findings, and how it compares with what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idxdoctor.diagnosis.finding import Finding
from idxdoctor.model.trace import Lookup, Outcome, Trace

if TYPE_CHECKING:
    from idxdoctor.diagnosis.probes.probed import ProbedIndex

HEALTHY = 0
PROBLEM = 1
INCOMPLETE = 3


class KnownCase(NamedTuple):
    """A reported case: the scenario that restates it, where it was reported, and what put an end to it."""

    id: str
    title: str
    source: str
    ended: str


class Gone(NamedTuple):
    """A finding of an earlier run that this one no longer has."""

    code: str
    package: str
    title: str


class Run(NamedTuple):
    """A trace with its findings, one tuple a lookup.

    `mismatches` is None where nothing was expected of this client, else what differs from the expectation. `probed` is
    what extra requests showed, `known` are the reported cases that the trace looks like. `gone` are the findings of an
    earlier run that are no longer there, None where it was held against none.
    """

    trace: Trace
    findings: tuple[tuple[Finding, ...], ...]
    title: str = ""
    mismatches: tuple[str, ...] | None = None
    probed: tuple[ProbedIndex, ...] = ()
    known: tuple[KnownCase, ...] = ()
    gone: tuple[Gone, ...] | None = None

    def diagnosed(self) -> list[tuple[Lookup, tuple[Finding, ...]]]:
        """Return each lookup with its findings."""
        return list(zip(self.trace.lookups, self.findings, strict=True))

    @property
    def exit_status(self) -> int:
        """Return 1 for a problem of authentication, 3 where a server could not be asked, else 0.

        A lookup that failed or was cut short is not healthy, whatever findings are left out. Where something was
        expected, what was expected is healthy, and only a difference is a problem.
        """
        if self.mismatches is not None:
            return PROBLEM if self.mismatches else HEALTHY
        errors = [finding for findings in self.findings for finding in findings if finding.severity == "error"]
        if any(not finding.code.startswith("IDX5") for finding in errors):
            return PROBLEM
        return INCOMPLETE if errors or any(_is_open(*pair) for pair in self.diagnosed()) else HEALTHY


def is_failure(lookup: Lookup, findings: tuple[Finding, ...]) -> bool:
    """Say whether a lookup did not end well, or a problem was found on the way, which an earlier run had not."""
    if lookup.ending.outcome is Outcome.UNCHECKED or any(finding.severity == "error" for finding in findings):
        return True
    return lookup.ending.outcome is not Outcome.FOUND and not any(finding.known for finding in findings)


def _is_open(lookup: Lookup, findings: tuple[Finding, ...]) -> bool:
    """Say whether it is not known how a lookup would have ended, and no finding tells why."""
    outcome = lookup.ending.outcome
    return outcome is Outcome.UNCHECKED or (outcome is Outcome.FAILED and not findings)


def exit_status_of(runs: list[Run]) -> int:
    """Return the exit status of several runs: a problem weighs more than a check that could not be made."""
    statuses = {run.exit_status for run in runs}
    return next((status for status in (PROBLEM, INCOMPLETE) if status in statuses), HEALTHY)
