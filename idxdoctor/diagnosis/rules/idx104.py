"""IDX104: The index must be asked with credentials, and there are none."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        if ends_with(visit.decision.code, "missing-credentials", "incomplete-credentials"):
            index = case.ending.indexes[visit.index]
            asked = tuple(position for position, _ in case.lookup.exchanges_of(visit.index))
            yield Evidence(f"{index.label} ({index.provenance}): {visit.decision.text}", asked)


RULE = Rule(
    code="IDX104",
    severity="error",
    title="The index must be asked with credentials, and there are none",
    means="`authenticate = always` forbids a request without credentials, and no source that the client reads "
    "has complete ones.",
    told="TODO",
    find=_find,
)
