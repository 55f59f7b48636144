"""IDX210: The 403 is about this package, not about who asks."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import let_in, matters
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, ignore_status
from idxdoctor.diagnosis.fixes.renewal import make_explicit
from idxdoctor.diagnosis.rule import Case, Evidence, Refusal, Rule, ends_with, refusals
from idxdoctor.model.exchange import Gap
from idxdoctor.model.plan import Strategy

_CURATION = b"blocked by jfrog packages curation"


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup) if matters(case) else ():
        if refusal.visit.status != 403:
            continue
        index = case.ending.indexes[refusal.visit.index]
        request = refusal.exchange.request
        before, after = let_in(case, index, request.credential)
        if _CURATION in refusal.exchange.answer.body.lower():
            text = f"the answer of {index.label} says that JFrog Curation blocks {case.lookup.package}"
            yield Evidence(text, (refusal.position,), (_ask_for_it(case), *_go_on(case, refusal)))
        elif ends_with(refusal.visit.decision.code, "refused-here"):
            yield Evidence(
                f"{index.label} answered 403 for {case.lookup.package} and had another package, as uv's hint says: "
                "either it says 403 for a package that it does not have, or it keeps this one back",
                (refusal.position,),
                (ignore_status(index, 403), make_explicit(index), advice(f"check the name {case.lookup.package}")),
            )
        elif (before or after) and Gap.WHO not in refusal.exchange.gaps:
            who = f"{request.credential}" if request.credential is not None else "a request without credentials"
            other = (before + after)[-1].request.url.segments[-1]
            yield Evidence(
                f"{index.label} answered 403 for {case.lookup.package} and let {who} in for {other}, so either it says "
                "403 for a package that it does not have, or it keeps this one back",
                (refusal.position,),
                (advice(f"check the name {case.lookup.package}"), *_go_on(case, refusal)),
            )


def _ask_for_it(case: Case) -> Fix:
    return advice(f"ask those who keep the policies to let {case.lookup.package} through, or take another version")


def _go_on(case: Case, refusal: Refusal) -> tuple[Fix, ...]:
    """Let other indexes be asked, where there are any behind this one and they are not asked anyway."""
    index = case.ending.indexes[refusal.visit.index]
    last = refusal.visit.index == len(case.ending.indexes) - 1
    if last or case.trace.plan.strategy is Strategy.ALL_INDEXES:
        return ()
    return make_explicit(index), ignore_status(index, 403)


RULE = Rule(
    code="IDX210",
    severity="error",
    title="The 403 is about this package, not about who asks",
    means="The index let the same credentials, or the same lack of them, in for another package, and answered 403 for "
    "this one. Some indexes say 403 for a package that they do not have, and some keep packages back by a policy.",
    told="The last answer was 403, and in the same run the index answered 200 to the same credentials for another "
    "package; or uv's hint (0.11.17 and newer) says that it had another package; or the answer says itself that a "
    "policy blocks the package.",
    remedies={
        "uv": "Check the name. If the package comes from another index, make this one explicit and pin what comes from "
        "it; `ignore-error-codes = [403]` lets the search go on, also where a 403 is meant.",
        "pip": "Check the name. A 403 ends nothing in pip: it asks the other indexes all the same.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#ignoring-error-codes-when-searching-across-indexes",
        "https://github.com/astral-sh/uv/issues/16340",
        "https://github.com/jfrog/jfrog-cli/issues/3150",
    ),
    find=_find,
    whoever_asked=True,
    instead_of=frozenset({"IDX101", "IDX202", "IDX203", "IDX216", "IDX217", "IDX219"}),
)
