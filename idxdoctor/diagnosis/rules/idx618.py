"""IDX618: `format = flat` is unknown to this version."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    if not lacks(case, "reads_flat_indexes"):
        return
    for visit in case.ending.visits:
        index, exchanges = case.ending.indexes[visit.index], case.lookup.exchanges_of(visit.index)
        if index.flat and exchanges and visit.status != 200:
            position, exchange = exchanges[-1]
            yield Evidence(
                f"{index.label} ({index.provenance}) is one page with all files (`format = flat`), and "
                f"{case.trace.client} asked for {exchange.request.url} below it",
                (position,),
                upgrades(case, "reads_flat_indexes"),
            )


RULE = Rule(
    code="IDX618",
    severity="error",
    title="uv before 0.6.11 does not read `format = flat`",
    means="The index is one page that lists the files of all packages. These releases take it for a simple index and "
    "ask for a page of the package below it, which is not there.",
    told="The index has `format = flat`, the version does not read that, and what it asked for below was not there.",
    remedies={"uv": "Upgrade to 0.6.11 or newer, or use the page with `--find-links`."},
    sources=(
        "https://github.com/astral-sh/uv/pull/12407",
        "https://docs.astral.sh/uv/concepts/indexes/#flat-indexes",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX201", "IDX202", "IDX302"}),
)
