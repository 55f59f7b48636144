"""Indexes that asked for credentials and got none, or no password: what most rules on missing credentials look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from idxdoctor.diagnosis.rule import Case, ends_with
from idxdoctor.model.exchange import REFUSALS, Exchange
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Visit


@dataclass(frozen=True, slots=True)
class Unauthenticated:
    """An index that refused a request without a password, or was not asked for want of one.

    `exchanges` are the positions that prove it, none where nothing was asked. `username` is what was known.
    """

    index: Index
    visit: Visit
    exchanges: tuple[int, ...]
    username: str | None

    @property
    def what(self) -> str:
        """Return what became of the index, as the end of a sentence."""
        if self.visit.status is None:
            return f"{self.index.label} was not asked for want of credentials"
        how = "a username without a password" if self.username else "a request without credentials"
        return f"{self.index.label} answered {self.visit.status} to {how}"


def unauthenticated(case: Case) -> Iterator[Unauthenticated]:
    """Return the indexes that got no complete credentials though they, or their policy, ask for some.

    Left out is where credentials were known and not sent: dropped on the way, or forbidden by the policy.
    """
    for visit in case.ending.visits:
        index = case.ending.indexes[visit.index]
        exchanges = case.lookup.exchanges_of(visit.index)
        if ends_with(visit.decision.code, "missing-credentials", "incomplete-credentials"):
            positions = tuple(position for position, _ in exchanges)
            yield Unauthenticated(index, visit, positions, index.credential.username if index.credential else None)
        elif visit.status in REFUSALS and exchanges and _lacked_credentials(index, visit, exchanges[-1][1]):
            position, exchange = exchanges[-1]
            credential = exchange.request.credential
            yield Unauthenticated(index, visit, (position,), credential.username if credential else None)


def _lacked_credentials(index: Index, visit: Visit, last: Exchange) -> bool:
    request = last.request
    if request.decision.drops or (visit.search is not None and visit.search.drops):
        return False
    if ends_with(request.decision.code, "never") or request.url.origin != index.url.origin:
        return False
    return request.credential is None or not request.credential.is_complete
