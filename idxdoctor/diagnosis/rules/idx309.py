"""IDX309: A public index comes before the private one, which was not asked."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.indexes import is_open, is_private, served
from idxdoctor.diagnosis.fixes.proposals import drop, pin
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    taken = served(case)
    if taken is None or not is_open(taken.index.url):
        return
    first = taken.exchange.request.index
    for later in case.ending.indexes[first + 1 :]:
        if is_private(case, later) and all(case.index_of(exchange) is not later for exchange in case.lookup.exchanges):
            yield Evidence(
                f"{taken.index.label} ({taken.index.provenance}) has {case.lookup.package}, so that {later.label} "
                f"({later.provenance}), for which there are credentials, was not asked",
                (taken.position,),
                (pin(case.lookup.package, later), drop(taken.index, f", so that {later.label} is asked")),
            )
            return


RULE = Rule(
    code="IDX309",
    severity="warning",
    title="A public index comes before the private one, which was not asked",
    means="The first index that has a package supplies it. Here an index on which anybody may publish is asked before "
    "a private one, so that a public package hides a private one of the same name (dependency confusion).",
    told="The page that was taken is of pypi.org or another open host, and an index that comes later has credentials "
    "and was not asked.",
    remedies={
        "uv": "Let the private index come first: uv asks `--index`, `UV_INDEX` and `[[tool.uv.index]]` in their order "
        "and the default index last. Or pin private packages with `explicit = true` and `tool.uv.sources`.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#searching-across-multiple-indexes",
        "https://docs.astral.sh/uv/concepts/indexes/#defining-an-index",
    ),
    find=_find,
)
