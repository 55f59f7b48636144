"""IDX617: Another index ends the search for a pinned package."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import behaves, upgrades
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    ending, pinned = case.ending, case.trace.plan.pins.get(case.lookup.package)
    if pinned is None or ending.index is None or not behaves(case, "searches_everywhere_despite_pin"):
        return
    index, exchanges = ending.indexes[ending.index], case.lookup.exchanges_of(ending.index)
    if ending.outcome is Outcome.FAILED and index.url != pinned.url and exchanges:
        yield Evidence(
            f"{case.lookup.package} is pinned to {pinned.label}; {case.trace.client} asks all other indexes for it at "
            f"the same time, and {index.label} ended the run",
            (exchanges[-1][0],),
            upgrades(case, "searches_everywhere_despite_pin"),
        )


RULE = Rule(
    code="IDX617",
    severity="error",
    title="uv before 0.6.6 asks every index for a pinned package",
    means="`tool.uv.sources` takes the package from one index only. These releases looked for it at all the others at "
    "the same time, so that the name went to all of them; an answer there that ends a run ended this one.",
    told="The package is pinned, another index ended the run, and the version asks all of them.",
    remedies={"uv": "Upgrade to 0.6.6 or newer."},
    sources=("https://github.com/astral-sh/uv/pull/12057",),
    find=_find,
    instead_of=frozenset({"IDX402", "IDX501", "IDX504"}),
)
