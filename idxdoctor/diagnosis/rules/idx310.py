"""IDX310: The package comes from one index only, which does not have it."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.config.names import normalized_name
from idxdoctor.diagnosis.fixes.proposals import give_credentials
from idxdoctor.diagnosis.fixes.search import unpin
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    pinned = case.trace.plan.pins.get(normalized_name(case.lookup.package))
    if pinned is None or case.ending.outcome is not Outcome.NOT_FOUND:
        return
    for visit in case.ending.visits[-1:]:
        exchanges = case.lookup.exchanges_of(visit.index)
        if case.ending.indexes[visit.index] != pinned or visit.status != 404 or not exchanges:
            continue
        position, exchange = exchanges[-1]
        anonymous = exchange.request.credential is None
        yield Evidence(
            f"{case.lookup.package} is taken from {pinned.label} ({pinned.provenance}) only, which answered 404"
            + (" to a request without credentials, and may hide it" if anonymous else ""),
            (position,),
            (*((give_credentials(pinned),) if anonymous else ()), unpin(case.lookup.package)),
        )


RULE = Rule(
    code="IDX310",
    severity="error",
    title="The package comes from one index only, which does not have it",
    means="A source of the project names the index that this package comes from. What the others have does not count.",
    told="The project has an entry for the package in `tool.uv.sources`, and the index that it names answered 404.",
    remedies={"uv": "Correct the entry in `tool.uv.sources`, or publish the package to the index that it names."},
    sources=("https://docs.astral.sh/uv/concepts/indexes/#pinning-a-package-to-an-index",),
    find=_find,
    instead_of=frozenset({"IDX302"}),
)
