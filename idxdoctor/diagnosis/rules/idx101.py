"""IDX101: An index that asks for credentials was asked without any."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Evidence, Rule, refusals
from idxdoctor.model.finding import Fix
from idxdoctor.model.trace import Lookup, Trace


def _find(lookup: Lookup, _: Trace) -> Iterator[Evidence]:
    for refusal in refusals(lookup):
        search = refusal.visit.search
        dropped = refusal.exchange.request.decision.drops or (search is not None and search.drops)
        if refusal.exchange.request.credential is None and not dropped:
            index = lookup.ending.indexes[refusal.visit.index]
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {refusal.visit.status} to a request without credentials"
                + (f"; {search.text}" if search else ""),
                (refusal.position,),
                (Fix(f"give credentials for {index.url.origin.netloc}"),),
            )


RULE = Rule(
    "IDX101",
    "error",
    "An index that asks for credentials was asked without any",
    "The index refused a request that carried no credentials, and the client found none to try: no source "
    "that it reads has any for this index.",
    _find,
)
