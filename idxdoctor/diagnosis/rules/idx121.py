"""IDX121: A member of the workspace defines an index that the command does not see."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.unread import explains
from idxdoctor.diagnosis.fixes.proposals import add
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for unread in case.trace.plan.unread:
        index = unread.definition
        exchanges = explains(case, index) if unread.kind == "member" else None
        if exchanges is not None:
            yield Evidence(
                f"{case.lookup.package} was not to be had, and {index.provenance} defines {index.label}, which was not "
                f"asked: {unread.why}, only those of its root",
                exchanges,
                (add(index, f"define {index.label} where the whole workspace reads it"),),
            )


RULE = Rule(
    code="IDX121",
    severity="error",
    title="A member of the workspace defines an index that the command does not see",
    means="Of a workspace's settings only those at its root count. An index that a member's `pyproject.toml` defines "
    "is asked for packages that the member pins to it, and for no others.",
    told="The package was not found, or an index was refused for want of credentials, and a member's `pyproject.toml` "
    "defines an index, or the same one with credentials, that was not asked.",
    remedies={"uv": "Define the index at the workspace's root, or pin the package to it in the member's sources."},
    sources=("https://docs.astral.sh/uv/concepts/projects/workspaces/",),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX213", "IDX302"}),
)
