"""IDX302: No index has the package."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import REFUSALS, Case, Evidence, Rule
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    if case.ending.outcome is Outcome.NOT_FOUND:
        absent = tuple(n for n, exchange in enumerate(case.lookup.exchanges) if exchange.answer.status == 404)
        if not any(visit.status in REFUSALS for visit in case.ending.visits):
            yield Evidence(f"{len(case.ending.visits)} of {len(case.ending.indexes)} indexes were asked", absent)


RULE = Rule(
    code="IDX302",
    severity="error",
    title="No index has the package",
    means="Every index was asked and answered that it has no such package. An index may also answer 404 to hide "
    "a package from somebody who may not see it.",
    told="TODO",
    find=_find,
)
