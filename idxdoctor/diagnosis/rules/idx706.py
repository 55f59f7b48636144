"""IDX706: A password stands on the command line."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import keep_apart
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        index = case.ending.indexes[visit.index]
        if index.url.password is not None and index.provenance.label.startswith("-"):
            asked = tuple(position for position, _ in case.lookup.exchanges_of(visit.index))
            yield Evidence(
                f"{index.provenance} has the password of {index.label} in its URL", asked[-1:], (keep_apart(index),)
            )


RULE = Rule(
    code="IDX706",
    severity="note",
    title="A password stands on the command line",
    means="Everybody on the machine can read the command line of a running program, the shell keeps it in its history, "
    "and CI systems print it into logs unless they know the password.",
    told="The URL of an index that was asked has a password, and was given by an option of the command.",
    remedies={"uv": "Set UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD, or write a netrc entry."},
    sources=("https://docs.astral.sh/uv/concepts/indexes/#providing-credentials-directly",),
    find=_find,
)
