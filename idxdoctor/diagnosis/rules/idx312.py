"""IDX312: A package is locked to one index, and another answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    homes = case.trace.plan.homes.get(case.lookup.package, ())
    ending = case.ending
    if not homes or ending.outcome is not Outcome.FOUND or ending.index is None or ending.index < len(homes):
        return
    missing = next(visit for visit in ending.visits if visit.status is None or visit.status >= 400)
    home, other = ending.indexes[missing.index], ending.indexes[ending.index]
    asked = (*case.lookup.exchanges_of(missing.index)[-1:], *case.lookup.exchanges_of(ending.index)[-1:])
    yield Evidence(
        f"{case.lookup.package} is locked to {home.url.bare()} ({home.provenance}), which answered {missing.status}; "
        f"{other.label} has a package of that name, which may be another one",
        tuple(position for position, _ in asked),
        (
            advice(f"publish {case.lookup.package} at {home.url.bare()} again, or give credentials that may read it"),
            advice(f"lock it anew, if {other.label} is where it comes from now"),
        ),
    )


RULE = Rule(
    code="IDX312",
    severity="error",
    title="A package is locked to one index, and another answers for it",
    means="The lock file says from which index the package comes. That index does not have it, or hides it, and "
    "another has a package of that name. An install from the lock fails; one that resolves anew takes the other "
    "package, which may be a stranger's (dependency confusion).",
    told="The index that the lock names was asked alone and answered that it has no such package; then the others were "
    "asked, and one has it.",
    remedies={
        "uv": "Publish it at the index of the lock, or see that the credentials may read it there; else lock anew."
    },
    sources=("https://docs.astral.sh/uv/concepts/indexes/#pinning-a-package-to-an-index",),
    find=_find,
    instead_of=frozenset({"IDX301", "IDX302"}),
    only_in_checks=True,
)
