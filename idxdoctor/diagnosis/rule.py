"""What a rule is, and what most rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.finding import Finding, Fix, Severity
from idxdoctor.model.trace import Lookup, Trace, Visit

REFUSALS: Final = frozenset({401, 403})


class Evidence(NamedTuple):
    """What a rule found: a sentence on this case, the exchanges that prove it, and what mends it."""

    text: str
    exchanges: tuple[int, ...]
    fixes: tuple[Fix, ...] = ()


class Rule(NamedTuple):
    """A named cause: a code that never changes its meaning, and how the cause is told from a lookup."""

    code: str
    severity: Severity
    title: str
    means: str
    find: Callable[[Lookup, Trace], Iterator[Evidence]]

    def findings(self, lookup: Lookup, trace: Trace) -> Iterator[Finding]:
        """Return what the rule says of one lookup."""
        for evidence in self.find(lookup, trace):
            yield Finding(self.code, self.severity, self.title, evidence.text, evidence.exchanges, evidence.fixes)


class Refusal(NamedTuple):
    """An index that answered 401 or 403 in the end, with its last exchange."""

    visit: Visit
    position: int
    exchange: Exchange


def refusals(lookup: Lookup) -> Iterator[Refusal]:
    """Return the indexes that refused, in search order."""
    for visit in lookup.ending.visits:
        exchanges = lookup.exchanges_of(visit.index)
        if visit.status in REFUSALS and exchanges:
            yield Refusal(visit, *exchanges[-1])


def refused_credentials(lookup: Lookup, status: int) -> Iterator[tuple[Refusal, Credential]]:
    """Return the indexes that answered complete credentials with `status`, 401 or 403, and the credentials."""
    for refusal in refusals(lookup):
        credential = refusal.exchange.request.credential
        if refusal.visit.status == status and credential is not None and credential.is_complete:
            yield refusal, credential


def ends_with(code: str, *names: str) -> bool:
    """Say whether a decision's code, such as `uv.refused`, has one of the names after the client's."""
    return code.partition(".")[2] in names
