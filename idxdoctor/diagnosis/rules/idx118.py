"""IDX118: An index is configured where this client or command does not read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.unread import explains, is_absent, proof_of_absence
from idxdoctor.diagnosis.fixes.proposals import add, rename_variables
from idxdoctor.diagnosis.rule import Case, Evidence, Rule

_READ: Final = {"PIP_INDEX_URL": "UV_INDEX_URL", "PIP_EXTRA_INDEX_URL": "UV_EXTRA_INDEX_URL"}


def _find(case: Case) -> Iterator[Evidence]:
    for unread in case.trace.plan.unread:
        index = unread.definition
        exchanges = explains(case, index)
        if unread.kind != "member" and exchanges is not None:
            yield Evidence(
                f"{case.lookup.package} was not to be had, and {index.provenance} has the index {index.label}, which "
                f"was not asked as it stands there: {unread.why}",
                exchanges,
                (add(index, f"define {index.label} where the command reads it"),),
            )
    if not is_absent(case):
        return
    for remark in case.remarks("variable-unread"):
        if read := _READ.get(remark.provenance.label):
            yield Evidence(
                f"{case.lookup.package} was not found, and {remark.provenance} is set, which is not read: its index "
                "was not asked",
                proof_of_absence(case),
                (rename_variables({remark.provenance.label: read}),),
            )


RULE = Rule(
    code="IDX118",
    severity="error",
    title="An index is configured where this client or command does not read it",
    means="The package was not to be had, and an index stands where this command does not look: in pip's variables or "
    "files, in `[tool.uv.pip]` for a command that is no `uv pip`, in a project's settings for `uv tool`, or in a "
    "`pyproject.toml` that a `uv.toml` hides. If that index has the package, this is why it was not found.",
    told="The search ended without the package, none of the indexes asked is the one that stands in the unread place; "
    "or one was refused without credentials, and its URL stands there with some.",
    remedies={
        "uv": "Write it as `[[tool.uv.index]]`, in the user's `~/.config/uv/uv.toml`, or set UV_INDEX or "
        "UV_DEFAULT_INDEX.",
    },
    sources=(
        "https://docs.astral.sh/uv/pip/compatibility/#configuration-files-and-environment-variables",
        "https://github.com/astral-sh/uv/issues/9775",
        "https://github.com/astral-sh/uv/issues/5789",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX213", "IDX302"}),
)
