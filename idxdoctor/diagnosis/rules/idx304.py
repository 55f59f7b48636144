"""IDX304: Under an unsafe strategy a public index may supply a private package."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.indexes import is_open, is_private
from idxdoctor.diagnosis.fixes.proposals import pin
from idxdoctor.diagnosis.fixes.search import use_strategy
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.plan import Strategy
from idxdoctor.model.trace import Visit


def _find(case: Case) -> Iterator[Evidence]:
    if case.trace.plan.strategy is Strategy.FIRST_INDEX:
        return
    visits, indexes = case.ending.visits, case.ending.indexes
    private = [visit for visit in visits if _has_it(visit) and is_private(case, indexes[visit.index])]
    public = [visit for visit in visits if visit.status in {200, 404} and is_open(indexes[visit.index].url)]
    if private and public:
        own, other = private[0], public[0]
        yield Evidence(
            f"{indexes[own.index].label} ({indexes[own.index].provenance}) has {case.lookup.package}, and "
            f"{_who_wins(case, own, other)}",
            tuple(sorted(case.lookup.exchanges_of(visit.index)[-1][0] for visit in (own, other))),
            (pin(case.lookup.package, indexes[own.index]), use_strategy(Strategy.FIRST_INDEX)),
        )


def _has_it(visit: Visit) -> bool:
    return ends_with(visit.decision.code, "found")


def _who_wins(case: Case, own: Visit, other: Visit) -> str:
    """Say when the public index supplies the package: it has it, or somebody publishes it there."""
    public = case.ending.indexes[other.index].url.host
    if case.trace.plan.strategy is Strategy.UNSAFE_BEST_MATCH:
        if _has_it(other):
            return f"so has {public}: the higher version of both is taken"
        return f"whoever publishes a higher version on {public} has it taken in its place"
    if other.index < own.index:
        when = "" if _has_it(other) else " once somebody publishes it there"
        return f"{public} comes before it, so that its versions count first{when}"
    return f"{public} supplies it as soon as no version here fits what is asked for, and one there does"


RULE = Rule(
    code="IDX304",
    severity="warning",
    title="Under an unsafe strategy a public index may supply a private package",
    means="The unsafe strategies look at what all indexes list. A package of the same name on an index where anybody "
    "may publish then competes with the private one (dependency confusion).",
    told="The strategy is unsafe-first-match or unsafe-best-match, a private index (one with credentials, or that "
    "asked for some) has the package, and pypi.org or another open host was asked, too.",
    remedies={
        "uv": "Use the strategy first-index, or pin private packages to their index with `explicit = true` and "
        "`tool.uv.sources`.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#searching-across-multiple-indexes",
        "https://docs.astral.sh/uv/reference/settings/#index-strategy",
    ),
    find=_find,
)
