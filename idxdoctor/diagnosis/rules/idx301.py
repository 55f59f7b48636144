"""IDX301: A refusal was passed over, and another index was asked."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Case, Evidence, Rule, refusals
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup):
        if case.ending.outcome in {Outcome.FOUND, Outcome.NOT_FOUND}:
            index = case.ending.indexes[refusal.visit.index]
            yield Evidence(f"{index.label} ({index.provenance}): {refusal.visit.decision.text}", (refusal.position,))


RULE = Rule(
    code="IDX301",
    severity="warning",
    title="A refusal was passed over, and another index was asked",
    means="The client went on after a 401 or 403. What it found, or did not find, elsewhere hides that the "
    "credentials for this index do not work; a package of the same name on a public index would be "
    "installed in place of the private one.",
    told="TODO",
    find=_find,
)
