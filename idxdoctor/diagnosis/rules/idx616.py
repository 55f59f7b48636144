"""IDX616: A name of an index is taken for a folder."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.fixes.proposals import move
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    if not lacks(case, "selects_by_name"):
        return
    for visit in case.ending.visits:
        index = case.ending.indexes[visit.index]
        if index.meant is not None and ends_with(visit.decision.code, "local-index"):
            yield Evidence(
                f"{index.provenance} names `{index.meant.name}`, an index that {index.meant.provenance} defines; "
                f"{case.trace.client} takes that for a folder, and {index.meant.url.origin} was not asked for its sake",
                (),
                (*upgrades(case, "selects_by_name"), move(index, str(index.meant.url.bare()))),
            )


RULE = Rule(
    code="IDX616",
    severity="warning",
    title="uv before 0.12.5 takes the name of an index for a folder",
    means="`--index NAME` and UV_INDEX=NAME select a configured index from 0.12.5 on. Before, NAME was always a folder "
    "on this machine; it has no such package, and the search goes on without a word, also to a public index.",
    told="An index in the search is a folder that has the name of a configured index, at a version that knows no names "
    "there.",
    remedies={"uv": "Upgrade to 0.12.5 or newer, or write NAME=URL."},
    sources=("https://github.com/astral-sh/uv/pull/17455",),
    find=_find,
)
