"""IDX301: A refusal was passed over, and another index was asked."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Evidence, Rule, refusals
from idxdoctor.model.trace import Lookup, Outcome, Trace


def _find(lookup: Lookup, _: Trace) -> Iterator[Evidence]:
    for refusal in refusals(lookup):
        if lookup.ending.outcome in {Outcome.FOUND, Outcome.NOT_FOUND}:
            index = lookup.ending.indexes[refusal.visit.index]
            yield Evidence(f"{index.label} ({index.provenance}): {refusal.visit.decision.text}", (refusal.position,))


RULE = Rule(
    "IDX301",
    "warning",
    "A refusal was passed over, and another index was asked",
    "The client went on after a 401 or 403. What it found, or did not find, elsewhere hides that the "
    "credentials for this index do not work; a package of the same name on a public index would be "
    "installed in place of the private one.",
    _find,
)
