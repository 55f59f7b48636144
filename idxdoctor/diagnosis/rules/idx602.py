"""IDX602: This version refuses the configuration."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    if any(ends_with(visit.decision.code, "configuration-refused") for visit in case.ending.visits):
        for refusable in case.trace.plan.refusable:
            yield Evidence(f"{refusable.provenance}: {refusable.text}", (), (advice("mend it there"),))


RULE = Rule(
    code="IDX602",
    severity="error",
    title="This version refuses the configuration",
    means="Older releases read it without a word; this one ends the run before it asks any index. Repeated index "
    "names, a second default index and explicit indexes without a name are refused, each from another release on.",
    told="TODO",
    find=_find,
)
