"""IDX201: The index does not know these credentials."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Evidence, Rule, refused_credentials
from idxdoctor.model.finding import Fix
from idxdoctor.model.trace import Lookup, Trace


def _find(lookup: Lookup, _: Trace) -> Iterator[Evidence]:
    for refusal, credential in refused_credentials(lookup, 401):
        yield Evidence(
            f"{credential} ({credential.provenance}) was refused by {refusal.exchange.request.url.origin}",
            (refusal.position,),
            (Fix(f"renew what {credential.provenance} holds"),),
        )


RULE = Rule(
    "IDX201",
    "error",
    "The index does not know these credentials",
    "Complete credentials were sent and answered with 401: the password or token is wrong, expired, or of "
    "another server. The client tries nothing after complete credentials are refused.",
    _find,
)
