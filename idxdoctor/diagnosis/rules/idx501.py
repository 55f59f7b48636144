"""IDX501: No answer came."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        for position, exchange in case.lookup.exchanges_of(visit.index)[-1:]:
            failure = exchange.answer.failure
            if failure is not None:
                detail = f" ({exchange.answer.detail})" if exchange.answer.detail else ""
                yield Evidence(f"{exchange.request.url.origin}: {failure.value}{detail}", (position,))


RULE = Rule(
    code="IDX501",
    severity="error",
    title="No answer came",
    means="The server could not be reached, closed the connection, took too long, or showed a certificate that "
    "is not trusted. Nothing is known of the credentials.",
    told="TODO",
    find=_find,
)
