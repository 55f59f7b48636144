"""Indexes, and servers of files, from which no answer came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import drop
from idxdoctor.diagnosis.rule import Case, ends_with
from idxdoctor.model.exchange import Exchange, Failure
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Outcome
from idxdoctor.model.url import Origin


@dataclass(frozen=True, slots=True)
class Silence:
    """An index whose last request had no answer; a redirect may have led it to another server.

    Of a file that no page is known to have listed `index` is None, and `position` is that among the files.
    """

    index: Index | None
    position: int
    exchange: Exchange
    failure: Failure

    @property
    def exchanges(self) -> tuple[int, ...]:
        """Return the position of the request for a page."""
        return () if self.index is None else (self.position,)

    @property
    def files(self) -> tuple[int, ...]:
        """Return the position of the request for a file."""
        return (self.position,) if self.index is None else ()

    @property
    def origin(self) -> Origin:
        """Return the server that did not answer."""
        return self.exchange.request.url.origin

    @property
    def detail(self) -> str:
        """Return what the network said, in brackets after a space; empty where it said nothing."""
        return f" ({self.exchange.answer.detail})" if self.exchange.answer.detail else ""


def silences(case: Case, *failures: Failure) -> Iterator[Silence]:
    """Return the indexes whose last request had no answer for one of these reasons, in search order, then the file.

    Left out is one without which a client did that goes on, and found the package elsewhere, and a file that a page of
    another server listed.
    """
    for visit in case.ending.visits:
        for position, exchange in case.lookup.exchanges_of(visit.index)[-1:]:
            failure = exchange.answer.failure
            passed_over = ends_with(visit.decision.code, "no-answer-next") and case.ending.outcome is Outcome.FOUND
            if failure is not None and failure in failures and not passed_over:
                yield Silence(case.ending.indexes[visit.index], position, exchange, failure)
    file = case.lookup.faulty_file
    if file is not None and (failure := file.answer.failure) in failures and listed_elsewhere(case, file) is None:
        yield Silence(None, len(case.lookup.files) - 1, file, failure)


def listed_elsewhere(case: Case, file: Exchange) -> Index | None:
    """Return the index whose page listed a file, where that is on another server, which did not begin an answer."""
    if file.answer.failure in {Failure.BROKEN, Failure.STALLED}:
        return None
    index = None if case.ending.index is None else case.ending.indexes[case.ending.index]
    return index if index is not None and index.url.origin != file.request.url.origin else None


def drop_silent(case: Case, silence: Silence) -> tuple[Fix, ...]:
    """Return the fix to do without an index, where it is not all that is known to be asked."""
    has_it = silence.failure is Failure.BROKEN
    if silence.index is None or has_it or (len(case.ending.indexes) == 1 and not case.trace.has_configuration):
        return ()
    return (drop(silence.index, " if nothing comes from it"),)
