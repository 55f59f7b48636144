"""IDX212: The 401 is about this package, not about the credentials."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import Refused, let_in, refused
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.fixes.renewal import make_explicit
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.plan import Strategy


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case, 401):
        before, _ = let_in(case, one.index, one.credential)
        if before:
            yield Evidence(
                f"{one.where} for {case.lookup.package}, and let in for {before[-1].request.url.segments[-1]} before: "
                f"{one.index.label} has no {case.lookup.package}, or keeps it from this account{_known(case, one)}",
                one.at,
                tuple(_fixes(case, one)),
            )


def _known(case: Case, one: Refused) -> str:
    seen = case.provider_of(one.refusal.visit.index)
    meaning = seen.provider.may_mean(401, "no such package", "blocked") if seen is not None else None
    if seen is None or not seen.sure or meaning is None:
        return ""
    return f" (this is {seen.provider.name}: {meaning.note})"


def _fixes(case: Case, one: Refused) -> Iterator[Fix]:
    yield advice(f"check the name {case.lookup.package}, and that {one.credential} may read it")
    others = one.refusal.visit.index < len(case.ending.indexes) - 1
    if others and case.trace.plan.strategy is not Strategy.ALL_INDEXES:
        yield make_explicit(one.index)


RULE = Rule(
    code="IDX212",
    severity="error",
    title="The 401 is about this package, not about the credentials",
    means="The same credentials were let in for another package of the index before, so they are right. Some indexes "
    "answer 401 for a package that they do not have or that is kept back.",
    told="Credentials were answered with 401, and earlier in the run the same index answered 200 to them for another "
    "package.",
    remedies={
        "uv": "Check the name. If the package comes from another index, make this one explicit and pin what comes from "
        "it.",
        "pip": "Check the name, and what the account may read. A 401 ends nothing in pip: it asks the other "
        "indexes all the same.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/3291",
        "https://github.com/alan-turing-institute/data-safe-haven/issues/1481",
    ),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX203", "IDX204", "IDX205", "IDX206", "IDX207", "IDX208", "IDX216", "IDX217"}),
)
