"""IDX314: A refusal is passed over, since another index has the package."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.indexes import passed_over
from idxdoctor.diagnosis.fixes.proposals import drop, give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    if case.ending.outcome is not Outcome.FOUND:
        return
    for refusal in passed_over(case):
        if ends_with(refusal.visit.decision.code, "refused-next"):
            index = case.ending.indexes[refusal.visit.index]
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {refusal.visit.status}, which "
                f"{case.trace.client.name} takes for an index "
                f"without files; {case.lookup.package} comes from another one",
                (refusal.position,),
                (give_credentials(index), drop(index, " if nothing comes from it")),
            )


RULE = Rule(
    code="IDX314",
    severity="warning",
    title="A refusal is passed over, as another index has the package",
    means="The client asks every index, and takes one that refuses for one that has nothing: pip without a word unless "
    "-vv is given, pdm unless -v is, poetry with a warning. What is installed comes from another index; what the "
    "refused one has, be it a newer version, is never "
    "seen.",
    told="An index answered 401, or 403 in spite of credentials, and the package was found at another one.",
    remedies={
        "pip": "Make the credentials work, or take the index out; pip has no setting that ends the run at a refusal.",
        "poetry": "Make the credentials work, or take the source out; bind private packages to theirs by `poetry add "
        "--source`.",
        "pdm": "Make the credentials work, or take the source out; bind private packages to theirs by "
        "`include_packages`.",
    },
    sources=("https://github.com/pypa/pip/blob/main/src/pip/_internal/index/collector.py",),
    find=_find,
    only_in_logs=True,
)
