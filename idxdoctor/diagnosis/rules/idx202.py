"""IDX202: The index refuses these credentials with 403."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Evidence, Rule, refused_credentials
from idxdoctor.model.finding import Fix
from idxdoctor.model.trace import Lookup, Trace


def _find(lookup: Lookup, _: Trace) -> Iterator[Evidence]:
    for refusal, credential in refused_credentials(lookup, 403):
        yield Evidence(
            f"{credential} ({credential.provenance}) was refused by {refusal.exchange.request.url.origin}",
            (refusal.position,),
            (Fix(f"check that {credential} may read this index and that the package is there"),),
        )


RULE = Rule(
    "IDX202",
    "error",
    "The index refuses these credentials with 403",
    "Complete credentials were sent and answered with 403. Either they are wrong (some servers say 403 "
    "then), or the account may not read this index, or the index answers 403 for a package that it does "
    "not have. The same request for a package that is known to be there tells these apart.",
    _find,
)
