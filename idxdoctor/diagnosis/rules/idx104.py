"""IDX104: The index must be asked with credentials, and there are none."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Evidence, Rule, ends_with
from idxdoctor.model.trace import Lookup, Trace


def _find(lookup: Lookup, _: Trace) -> Iterator[Evidence]:
    for visit in lookup.ending.visits:
        if ends_with(visit.decision.code, "missing-credentials", "incomplete-credentials"):
            index = lookup.ending.indexes[visit.index]
            asked = tuple(position for position, _ in lookup.exchanges_of(visit.index))
            yield Evidence(f"{index.label} ({index.provenance}): {visit.decision.text}", asked)


RULE = Rule(
    "IDX104",
    "error",
    "The index must be asked with credentials, and there are none",
    "`authenticate = always` forbids a request without credentials, and no source that the client reads "
    "has complete ones.",
    _find,
)
