"""IDX103: A username was sent without a password."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Evidence, Rule, refusals
from idxdoctor.model.finding import Fix
from idxdoctor.model.trace import Lookup, Trace


def _find(lookup: Lookup, _: Trace) -> Iterator[Evidence]:
    for refusal in refusals(lookup):
        credential = refusal.exchange.request.credential
        if credential is not None and not credential.is_complete:
            yield Evidence(
                f"the username comes from {credential.provenance}; no password was found for it",
                (refusal.position,),
                (Fix("give the password as well, or take the username out"),),
            )


RULE = Rule(
    "IDX103",
    "error",
    "A username was sent without a password",
    "Only a username is configured, and neither netrc nor keyring had a password for it, so the client "
    "sent an empty one.",
    _find,
)
