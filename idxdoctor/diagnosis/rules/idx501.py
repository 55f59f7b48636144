"""IDX501: No answer came."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Evidence, Rule
from idxdoctor.model.trace import Lookup, Trace


def _find(lookup: Lookup, _: Trace) -> Iterator[Evidence]:
    for visit in lookup.ending.visits:
        for position, exchange in lookup.exchanges_of(visit.index)[-1:]:
            failure = exchange.answer.failure
            if failure is not None:
                detail = f" ({exchange.answer.detail})" if exchange.answer.detail else ""
                yield Evidence(f"{exchange.request.url.origin}: {failure.value}{detail}", (position,))


RULE = Rule(
    "IDX501",
    "error",
    "No answer came",
    "The server could not be reached, closed the connection, took too long, or showed a certificate that "
    "is not trusted. Nothing is known of the credentials.",
    _find,
)
