"""IDX106: uv 0.7.0 to 0.7.3 do not lend credentials between indexes of one host."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Evidence, Rule, ends_with, refusals
from idxdoctor.model.finding import Fix
from idxdoctor.model.trace import Lookup, Trace


def _find(lookup: Lookup, _: Trace) -> Iterator[Evidence]:
    for refusal in refusals(lookup):
        search = refusal.visit.search
        if search is not None and ends_with(search.code, "realm-not-lent"):
            yield Evidence(
                search.text,
                (refusal.position,),
                (
                    Fix("upgrade to uv 0.7.4 or newer"),
                    Fix("drop the URL without credentials if it is another spelling, or give it credentials too"),
                ),
            )


RULE = Rule(
    "IDX106",
    "error",
    "uv 0.7.0 to 0.7.3 do not lend credentials between indexes of one host",
    "Another index on the same scheme, host and port has credentials. uv tries those after a refusal, but "
    "0.7.0 to 0.7.3 looked only for credentials of the very index.",
    _find,
)
