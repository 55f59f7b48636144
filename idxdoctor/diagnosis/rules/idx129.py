"""IDX129: An index was asked before the credentials of its host were known."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, refusals
from idxdoctor.model.plan import Index


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup):
        request, index = refusal.exchange.request, case.ending.indexes[refusal.visit.index]
        other = _later_on_host(case, refusal.visit.index)
        if request.credential is None and request.url.origin == index.url.origin and other is not None:
            yield Evidence(
                f"{index.label} answered {refusal.visit.status} to a request without credentials; {other.credential} "
                f"({other.provenance}), whom the URL of {other.label} names, was sent to this host only later",
                (refusal.position,),
                (
                    give_credentials(index),
                    advice(f"name {other.label} before {index.label}: its credentials are then sent to both"),
                ),
            )


def _later_on_host(case: Case, position: int) -> Index | None:
    """Return the first index after another one, on its host and port, whose URL has credentials."""
    netloc = case.ending.indexes[position].url.origin.netloc
    later = (index for index in case.ending.indexes[position + 1 :] if index.url.origin.netloc == netloc)
    return next((index for index in later if index.credential is not None and index.credential.is_complete), None)


RULE = Rule(
    code="IDX129",
    severity="error",
    title="An index was asked before the credentials of its host were known",
    means="The client keeps what it sent to a host and port, and sends it to further indexes there that have no "
    "credentials of their own. Which index comes first so decides who is asked with credentials: this one came too "
    "early.",
    told="An index was refused without credentials, and one that comes later on the same host and port has some in its "
    "URL.",
    remedies={
        "pip": "Write credentials into the URL of each index, or let the index that has them come first.",
        "pdm": "Write credentials into the URL of each source, or let the source that has them come first.",
    },
    sources=("https://github.com/pypa/pip/blob/main/src/pip/_internal/network/auth.py",),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX109"}),
)
