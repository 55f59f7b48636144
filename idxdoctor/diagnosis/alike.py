"""Lookups of one run that went the same way, so that one of them can stand for all."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.trace import Lookup

FEW: Final = 3
"""So many packages are told one by one; more are told in a table, and what befell several of them once."""


def are_many(run: Run) -> bool:
    """Say whether a run is of more packages than are told one by one."""
    return len(run.trace.lookups) > FEW


def groups_of(run: Run) -> list[list[int]]:
    """Return the positions of the lookups, those that went the same way together, in the order of their first one.

    The same way is: the same indexes, with the same decision and status at each, the same findings and fixes. Of a few
    packages each stands for itself.
    """
    groups: dict[object, list[int]] = {}
    for position, (lookup, findings) in enumerate(run.diagnosed()):
        groups.setdefault(_way(lookup, findings) if are_many(run) else position, []).append(position)
    return [*groups.values()]


def _way(lookup: Lookup, findings: tuple[Finding, ...]) -> object:
    ending = lookup.ending
    visits = tuple((ending.indexes[one.index].url, one.decision.code, one.status) for one in ending.visits)
    named = tuple((finding.code, len(finding.fixes)) for finding in findings)
    return ending.outcome, visits, named, lookup.file_fault
