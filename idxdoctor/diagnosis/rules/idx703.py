"""IDX703: A password stands in a file of the project."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import keep_apart
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.credential import Provenance


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        index = case.ending.indexes[visit.index]
        stands_for_one = any(remark.provenance == index.provenance for remark in case.remarks("placeholder"))
        committed = _is_in_project(index.provenance) and index.provenance.file not in case.trace.plan.uncommitted
        if index.url.password is not None and committed and not stands_for_one:
            asked = tuple(position for position, _ in case.lookup.exchanges_of(visit.index))
            yield Evidence(
                f"{index.provenance} holds the password of {index.label} in its URL", asked[-1:], (keep_apart(index),)
            )


def _is_in_project(provenance: Provenance) -> bool:
    """Say whether something stands in a file of the project folder, not of the user or the system."""
    return provenance.file is not None and not provenance.file.startswith(("~", "/"))


RULE = Rule(
    code="IDX703",
    severity="warning",
    title="A password stands in a file of the project",
    means="The file is usually committed, so that everybody who can read the repository has the password, also after "
    "it is taken out again. If it was committed, renew the password. A file that git ignores is not committed, unless "
    "it was added by force, which `git ls-files FILE` shows.",
    told="The URL of an index that was asked has a password, and stands in a file of the project folder that no "
    "`.gitignore` names. A variable or placeholder in its place is none.",
    remedies={"uv": "Set UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD, use netrc, or `uv auth login`."},
    sources=("https://docs.astral.sh/uv/concepts/indexes/#providing-credentials-directly",),
    find=_find,
)
