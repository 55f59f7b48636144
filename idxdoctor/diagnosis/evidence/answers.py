"""The last answer of each index that was asked, and what kind of page it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from idxdoctor.clients.simple_page import files_of_page
from idxdoctor.diagnosis.rule import Case
from idxdoctor.model.credential import whom
from idxdoctor.model.exchange import Answer, Exchange, Gap
from idxdoctor.model.plan import Index, Strategy
from idxdoctor.model.trace import Outcome, Visit

_LOOKED_AT: Final = 65536
_LOGIN: Final = re.compile(rb"type\s*=\s*[\"']?password|<title>[^<]*(?:sign|log)[ -]?(?:in|on)\b", re.IGNORECASE)
_OF_ERRORS: Final = frozenset({"error", "errors", "message", "detail", "title", "status", "code"})


@dataclass(frozen=True, slots=True)
class Last:
    """The last exchange for one index, and what the client made of it."""

    index: Index
    visit: Visit
    position: int
    exchange: Exchange

    @property
    def answer(self) -> Answer:
        """Return the answer."""
        return self.exchange.answer

    @property
    def asked_as(self) -> str:
        """Return as whom the index was asked, as the end of a sentence."""
        return asked_as(self.exchange)


def asked_as(exchange: Exchange) -> str:
    """Return as whom a request was sent, as the end of a sentence."""
    hidden = Gap.WHO in exchange.gaps
    return "as somebody whom the log does not show" if hidden else whom(exchange.request.credential)


def last_answers(case: Case) -> Iterator[Last]:
    """Return the indexes that were asked, in search order."""
    for visit in case.ending.visits:
        for position, exchange in case.lookup.exchanges_of(visit.index)[-1:]:
            yield Last(case.ending.indexes[visit.index], visit, position, exchange)


def may_be_why(case: Case) -> bool:
    """Say whether an answer that is no page may be why nothing was found: it ended the run, or counts as no files."""
    if case.trace.plan.strategy is Strategy.ALL_INDEXES:
        return case.ending.outcome in {Outcome.NOT_FOUND, Outcome.FAILED}
    return case.ending.outcome is Outcome.FAILED


def lists_no_file(answer: Answer) -> bool:
    """Say whether the answer is a success that lists no file, be it a page or not."""
    return answer.status is not None and answer.status < 300 and not files_of_page(answer)


def asks_to_log_in(answer: Answer) -> bool:
    """Say whether the answer is a page on which one logs in."""
    return _LOGIN.search(answer.body[:_LOOKED_AT]) is not None


def is_error_document(answer: Answer) -> bool:
    """Say whether the answer is a JSON object that tells of an error."""
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and not _OF_ERRORS.isdisjoint(document)


def tries_of(case: Case, last: Last) -> int:
    """Return how many times in a row the last request for an index was answered so."""
    exchanges = [exchange for _, exchange in case.lookup.exchanges_of(last.visit.index)]
    same = [
        one.request.url == last.exchange.request.url and one.answer.status == last.answer.status for one in exchanges
    ]
    return next((count for count, is_same in enumerate(reversed(same)) if not is_same), len(same))
