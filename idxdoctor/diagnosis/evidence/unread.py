"""Whether an index that was never asked explains how a lookup ended."""

from __future__ import annotations

from idxdoctor.diagnosis.evidence.unauthenticated import unauthenticated
from idxdoctor.diagnosis.rule import Case
from idxdoctor.model.exchange import REFUSALS
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Outcome


def explains(case: Case, never_asked: Index) -> tuple[int, ...] | None:
    """Return the exchanges that an index would have changed that was never asked, or None where it explains nothing.

    It does where the package is nowhere and no index of this URL was asked, or where an index of its host was
    refused for want of credentials that it has.
    """
    url = never_asked.url.bare().reveal().rstrip("/")
    asked = {index.url.bare().reveal().rstrip("/") for index in case.ending.indexes}
    if url not in asked and never_asked.url.scheme != "file" and is_absent(case):
        return proof_of_absence(case)
    credential = never_asked.credential
    if credential is None or not credential.is_complete:
        return None
    for lacking in unauthenticated(case):
        if lacking.index.url.origin == never_asked.url.origin:
            return lacking.exchanges
    return None


def is_absent(case: Case) -> bool:
    """Say whether every index that was asked said that it does not have the package."""
    refused = any(visit.status in REFUSALS for visit in case.ending.visits)
    return case.ending.outcome is Outcome.NOT_FOUND and not refused


def proof_of_absence(case: Case) -> tuple[int, ...]:
    """Return the last exchange of each index, which did not have the package."""
    last = {exchange.request.index: position for position, exchange in enumerate(case.lookup.exchanges)}
    return tuple(sorted(last.values()))
