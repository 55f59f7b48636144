"""IDX402: An answer ended the run, and it is no answer of an index."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    ending = case.ending
    if ending.outcome is Outcome.FAILED and ending.status is not None and ending.index is not None:
        exchanges = case.lookup.exchanges_of(ending.index)
        visit = case.lookup.visit_of(ending.index)
        if visit and exchanges:
            yield Evidence(f"{exchanges[-1][1].request.url.origin}: {visit.decision.text}", (exchanges[-1][0],))


RULE = Rule(
    code="IDX402",
    severity="error",
    title="An answer ended the run, and it is no answer of an index",
    means="The status, or what came with it, is none that the client knows how to pass over: it ends the run "
    "and no other index is asked.",
    told="TODO",
    find=_find,
)
