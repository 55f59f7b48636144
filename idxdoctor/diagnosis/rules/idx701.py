"""IDX701: Credentials would go to an origin that they were not configured for."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for position, exchange in enumerate(case.lookup.exchanges):
        credential, origin = exchange.request.credential, exchange.request.url.origin
        if credential is not None and not credential.reach.covers(origin):
            held = "; this check left them out" if exchange.answer.withheld else ""
            yield Evidence(
                f"the client sends {credential} ({credential.provenance}) to {origin}{held}",
                (position,),
                (Fix("use a client version that drops credentials at such a redirect"),),
            )


RULE = Rule(
    code="IDX701",
    severity="error",
    title="Credentials would go to an origin that they were not configured for",
    means="This client version carries the credentials of the index URL through a redirect to another origin, "
    "which may keep them, or refuse a request that has two kinds of authentication.",
    told="TODO",
    find=_find,
    instead_of=frozenset({"IDX402"}),
)
