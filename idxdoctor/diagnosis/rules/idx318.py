"""IDX318: The indexes have the package, and no file of it that fits, or no version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.refused import matters
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with, refusals
from idxdoctor.model.trace import Visit

_LISTED: Final = ("no-fit", "no-version")


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits if matters(case) else ():
        if ends_with(visit.decision.code, *_LISTED):
            index = case.ending.indexes[visit.index]
            yield Evidence(
                f"{index.label} ({index.provenance}) lists {case.lookup.package}, and {_why(case, visit)}",
                tuple(position for position, _ in case.lookup.exchanges_of(visit.index)[-1:]),
                (advice("look at the lines `Link requires a different Python` and `Skipping link` of the log"),),
            )


def _why(case: Case, visit: Visit) -> str:
    if ends_with(visit.decision.code, "no-version"):
        refused = " of the indexes that let the request in" if any(refusals(case.lookup)) else ""
        return f"no version{refused} is one that is asked for"
    return "no file of it that this Python and platform can use"


RULE = Rule(
    code="IDX318",
    severity="warning",
    title="The package is there, and no file of it fits",
    means="The index let the request in and lists files, all of which are for another Python or platform, or of "
    "versions that are not asked for. Credentials are not the cause at this index.",
    told="The page was had, pip passed over every file on it or named the versions that do not do, and the package was "
    "not found.",
    remedies={"pip": "Use a Python that the files are for, or ask for a version that has files for this one."},
    sources=("https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/",),
    find=_find,
)
