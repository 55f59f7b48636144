"""IDX602: This version refuses the configuration."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Evidence, Rule, ends_with
from idxdoctor.model.finding import Fix
from idxdoctor.model.trace import Lookup, Trace


def _find(lookup: Lookup, trace: Trace) -> Iterator[Evidence]:
    if any(ends_with(visit.decision.code, "configuration-refused") for visit in lookup.ending.visits):
        for refusable in trace.plan.refusable:
            yield Evidence(f"{refusable.provenance}: {refusable.text}", (), (Fix("mend it there"),))


RULE = Rule(
    "IDX602",
    "error",
    "This version refuses the configuration",
    "Older releases read it without a word; this one ends the run before it asks any index. Repeated index names, "
    "a second default index and explicit indexes without a name are refused, each from another release on.",
    _find,
)
