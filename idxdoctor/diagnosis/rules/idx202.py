"""IDX202: The index refuses these credentials with 403."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import refused
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.fixes.renewal import renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case, 403):
        ignored = one.index.ignored_statuses is not None and 403 in one.index.ignored_statuses
        if ignored and case.ending.outcome is Outcome.FOUND:
            continue
        yield Evidence(
            one.where,
            one.at,
            (
                renew(case, one.refusal, f"use credentials that may read {one.index.label}"),
                advice(f"check that {one.credential} may read this index and that the package is there"),
            ),
        )


RULE = Rule(
    code="IDX202",
    severity="error",
    title="The index refuses these credentials with 403",
    means="Complete credentials were sent and answered with 403. Either they are wrong (some servers say 403 "
    "then), or the account may not read this index, or the index answers 403 for a package that it does "
    "not have. The same request for a package that is known to be there tells these apart.",
    told="The last request to the index carried a username and a password, and was answered with 403. It is not said "
    "where the 403 is ignored by configuration and the package was found elsewhere.",
    remedies={
        "uv": "`idxdoctor check --probe` asks for a name that can't exist and tells these apart.",
        "pip": "Check what the account may read, and the name of the package; pip says nothing of a 403 "
        "without -vv and asks the next index.",
        "poetry": "Check what the account may read, and the name of the package; poetry warns of a 403 and asks the "
        "next source.",
        "pdm": "Check what the account may read, and the name of the package; pdm says nothing of a 403 without `-v` "
        "and asks the next source.",
    },
    sources=("https://docs.astral.sh/uv/concepts/indexes/#searching-across-multiple-indexes",),
    find=_find,
)
