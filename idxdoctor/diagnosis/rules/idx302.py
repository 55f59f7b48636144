"""IDX302: No index has the package."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import REFUSALS, Evidence, Rule
from idxdoctor.model.trace import Lookup, Outcome, Trace


def _find(lookup: Lookup, _: Trace) -> Iterator[Evidence]:
    if lookup.ending.outcome is Outcome.NOT_FOUND:
        absent = tuple(n for n, exchange in enumerate(lookup.exchanges) if exchange.answer.status == 404)
        if not any(visit.status in REFUSALS for visit in lookup.ending.visits):
            yield Evidence(f"{len(lookup.ending.visits)} of {len(lookup.ending.indexes)} indexes were asked", absent)


RULE = Rule(
    "IDX302",
    "error",
    "No index has the package",
    "Every index was asked and answered that it has no such package. An index may also answer 404 to hide "
    "a package from somebody who may not see it.",
    _find,
)
