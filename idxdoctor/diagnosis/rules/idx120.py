"""IDX120: The index that has the credentials is never asked."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.unread import explains
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import drop, pin, unset
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.overview import IndexOverview
from idxdoctor.model.plan import Index


def _find(case: Case) -> Iterator[Evidence]:
    for unused in case.trace.overview.indexes:
        index = unused.definition
        if unused.position is not None or unused.unused is None or case.trace.plan.no_index:
            continue
        if index.credential is None or not index.credential.is_complete or index in case.ending.indexes:
            continue
        exchanges = explains(case, index)
        if exchanges is not None:
            yield Evidence(
                f"{index.label} ({index.provenance}) has credentials ({index.credential.provenance}) and was not "
                f"asked: {unused.unused}",
                exchanges,
                tuple(_fixes(case, unused)),
            )


def _fixes(case: Case, unused: IndexOverview) -> Iterator[Fix]:
    index = unused.definition
    if index.explicit:
        yield pin(case.lookup.package, index)
        yield unset(index, "explicit", ", so that it is asked for all packages")
        return
    for winner in _winners(case, index):
        yield drop(winner, ", which stands in its place")
    if index.default:
        yield unset(index, "default", ", so that it is asked beside the default")


def _winners(case: Case, index: Index) -> Iterator[Index]:
    """Return the definitions that count in the index's place: of its name, or another default."""
    for other in case.trace.overview.indexes:
        winner = other.definition
        same_name = winner.name is not None and winner.name == index.name
        if other.position is not None and (same_name or (winner.default and index.default)):
            yield winner


RULE = Rule(
    code="IDX120",
    severity="error",
    title="The index that has the credentials is never asked",
    means="An index is configured with credentials and left out of the search: another definition has its name or is "
    "the default before it, or it is explicit and the package is not pinned to it.",
    told="The package was not found, or another index of the same server was refused for want of credentials, and an "
    "index with complete credentials is not in the search order.",
    remedies={
        "uv": "Take out the definition that wins, give each index a name of its own, or pin the package to the "
        "explicit index in `[tool.uv.sources]`.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#defining-an-index",
        "https://docs.astral.sh/uv/concepts/indexes/#pinning-a-package-to-an-index",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX213", "IDX302"}),
)
