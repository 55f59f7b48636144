"""IDX307: An unsafe strategy hid a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.indexes import passed_over
from idxdoctor.diagnosis.fixes.proposals import give_credentials
from idxdoctor.diagnosis.fixes.search import use_strategy
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.plan import Strategy


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in passed_over(case):
        if ends_with(refusal.visit.decision.code, "passed-over"):
            index = case.ending.indexes[refusal.visit.index]
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {refusal.visit.status}, which the strategy "
                f"{case.trace.strategy} passes over",
                (refusal.position,),
                (give_credentials(index), use_strategy(Strategy.FIRST_INDEX)),
            )


RULE = Rule(
    code="IDX307",
    severity="warning",
    title="An unsafe strategy hid a refusal",
    means="Under the unsafe strategies all indexes are asked, and one that refuses counts as one that does not have "
    "the package. Since 0.7.0 uv does not tell of the refusal either.",
    told="An index refused, with a 401, a challenge, or in spite of credentials, the strategy is an unsafe one, and "
    "the search did not fail.",
    remedies={"uv": "Make the credentials work, or use the strategy first-index, which ends the search at a refusal."},
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#searching-across-multiple-indexes",
        "https://github.com/astral-sh/uv/pull/12805",
    ),
    find=_find,
)
