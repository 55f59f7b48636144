"""Indexes from which no answer came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from idxdoctor.diagnosis.rule import Case, ends_with
from idxdoctor.model.exchange import Exchange, Failure
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Outcome
from idxdoctor.model.url import Origin


@dataclass(frozen=True, slots=True)
class Silence:
    """An index whose last request had no answer; a redirect may have led it to another server."""

    index: Index
    position: int
    exchange: Exchange
    failure: Failure

    @property
    def origin(self) -> Origin:
        """Return the server that did not answer."""
        return self.exchange.request.url.origin

    @property
    def detail(self) -> str:
        """Return what the network said, in brackets after a space; empty where it said nothing."""
        return f" ({self.exchange.answer.detail})" if self.exchange.answer.detail else ""


def silences(case: Case, *failures: Failure) -> Iterator[Silence]:
    """Return the indexes whose last request had no answer for one of these reasons, in search order.

    Left out is one without which a client did that goes on, and found the package elsewhere.
    """
    for visit in case.ending.visits:
        for position, exchange in case.lookup.exchanges_of(visit.index)[-1:]:
            failure = exchange.answer.failure
            passed_over = ends_with(visit.decision.code, "no-answer-next") and case.ending.outcome is Outcome.FOUND
            if failure is not None and failure in failures and not passed_over:
                yield Silence(case.ending.indexes[visit.index], position, exchange, failure)
