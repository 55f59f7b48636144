"""IDX306: `ignore-error-codes` hid a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.indexes import passed_over
from idxdoctor.diagnosis.fixes.proposals import give_credentials, unset
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in passed_over(case):
        index = case.ending.indexes[refusal.visit.index]
        if ends_with(refusal.visit.decision.code, "ignored-status"):
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {refusal.visit.status}, which its "
                "`ignore-error-codes` turn into 'not here': the search went on, and no message tells of the refusal",
                (refusal.position,),
                (give_credentials(index), unset(index, "ignore-error-codes", ": a refusal then ends the search")),
            )


RULE = Rule(
    code="IDX306",
    severity="warning",
    title="`ignore-error-codes` hid a refusal",
    means="The index refused, and is configured so that its refusal means 'no such package'. Credentials that do not "
    "work are then never told of: private packages seem to be missing, or come from another index.",
    told="An index refused, with a 401, a challenge, or in spite of credentials, its `ignore-error-codes` have that "
    "status, and the search went on. A bare 403 to a request without credentials, at an index that has none, is "
    "what the setting is for, and not told.",
    remedies={"uv": "Make the credentials work and take 401 and 403 out of `ignore-error-codes`."},
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#ignoring-error-codes-when-searching-across-indexes",
        "https://github.com/astral-sh/uv/issues/13216",
    ),
    find=_find,
)
