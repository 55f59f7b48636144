"""IDX301: uv before 0.7.0 passes over a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.indexes import passed_over
from idxdoctor.diagnosis.fixes.proposals import give_credentials, upgrade
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in passed_over(case):
        if ends_with(refusal.visit.decision.code, "refused-next"):
            index = case.ending.indexes[refusal.visit.index]
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {refusal.visit.status}; {case.trace.client} went on as "
                "if the package were not there",
                (refusal.position,),
                (give_credentials(index), upgrade("uv", "0.7.0", ", which ends the search at a refusal")),
            )


RULE = Rule(
    code="IDX301",
    severity="warning",
    title="uv before 0.7.0 passes over a refusal",
    means="The client went on after a 401 or 403. What it found, or did not find, elsewhere hides that the "
    "credentials for this index do not work; a package of the same name on a public index would be "
    "installed in place of the private one.",
    told="An index refused, with a 401, a challenge, or in spite of credentials; the version is one that asks the "
    "next index then; and no index that is open to anybody answered in its place.",
    remedies={"uv": "Make the credentials work, or upgrade to 0.7.0 or newer, which ends the search at a refusal."},
    sources=(
        "https://github.com/astral-sh/uv/pull/12805",
        "https://docs.astral.sh/uv/concepts/indexes/#searching-across-multiple-indexes",
    ),
    find=_find,
)
