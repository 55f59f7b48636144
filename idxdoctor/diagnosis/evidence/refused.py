"""Credentials that were sent and refused, and what the same credentials got elsewhere in the run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from idxdoctor.diagnosis.rule import Case, Refusal, refusals
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import REFUSALS, Exchange, Gap
from idxdoctor.model.flaw import Flaw, flaws_of
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Outcome


@dataclass(frozen=True, slots=True)
class Refused:
    """Complete credentials that an index refused."""

    refusal: Refusal
    credential: Credential
    index: Index

    @property
    def status(self) -> int | None:
        """Return the index's answer."""
        return self.refusal.visit.status

    @property
    def at(self) -> tuple[int]:
        """Return the exchange that proves it."""
        return (self.refusal.position,)

    @property
    def where(self) -> str:
        """Return who refused whom, as the beginning of a sentence."""
        origin = self.refusal.exchange.request.url.origin
        return f"{self.credential} ({self.credential.provenance}) was refused by {origin}"


def refused(case: Case, *statuses: int) -> Iterator[Refused]:
    """Return the complete credentials that were answered with one of these statuses; 401 and 403 if none is given."""
    for refusal in refusals(case.lookup):
        credential = refusal.exchange.request.credential
        if credential is not None and credential.is_complete and refusal.visit.status in (statuses or REFUSALS):
            yield Refused(refusal, credential, case.ending.indexes[refusal.visit.index])


def flaws_in(case: Case, one: Refused, *codes: str) -> Iterator[tuple[str, Flaw]]:
    """Return what is wrong with refused credentials by their looks, of these kinds."""
    in_url = any(index.provenance == one.credential.provenance for index in case.trace.plan.defined)
    return (found for found in flaws_of(one.credential, in_url=in_url) if found[1].code in codes)


def matters(case: Case) -> bool:
    """Say whether the package was not found, so that a refusal may be why."""
    return case.ending.outcome is not Outcome.FOUND


def let_in(case: Case, index: Index, credential: Credential | None) -> tuple[list[Exchange], list[Exchange]]:
    """Return the requests of the whole run that an index let in for somebody, before this lookup and after it."""
    before: list[Exchange] = []
    after: list[Exchange] = []
    side = before
    for lookup in case.trace.lookups:
        if lookup is case.lookup:
            side = after
            continue
        for exchange in lookup.exchanges:
            same = exchange.request.credential == credential and Gap.WHO not in exchange.gaps
            good = exchange.answer.status == 200 and same
            if good and lookup.ending.indexes[exchange.request.index] == index:
                side.append(exchange)
    return before, after
