"""IDX314: A refusal is passed over, since another index has the package."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes import drop, give_credentials
from idxdoctor.diagnosis.indexes import passed_over
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    if case.ending.outcome is not Outcome.FOUND:
        return
    for refusal in passed_over(case):
        if ends_with(refusal.visit.decision.code, "refused-next"):
            index = case.ending.indexes[refusal.visit.index]
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {refusal.visit.status}, which pip takes for an index "
                f"without files; {case.lookup.package} comes from another one",
                (refusal.position,),
                (give_credentials(index), drop(index, " if nothing comes from it")),
            )


RULE = Rule(
    code="IDX314",
    severity="warning",
    title="pip passes over a refusal",
    means="pip asks every index, and takes one that refuses for one that has nothing, without a word unless -vv is "
    "given. What is installed comes from another index; what the refused one has, be it a newer version, is never "
    "seen.",
    told="An index answered 401, or 403 in spite of credentials, and the package was found at another one.",
    remedies={
        "pip": "Make the credentials work, or take the index out; pip has no setting that ends the run at a refusal."
    },
    sources=("https://github.com/pypa/pip/blob/main/src/pip/_internal/index/collector.py",),
    find=_find,
)
