"""IDX319: A source is asked only for packages that name it."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    if case.ending.outcome is not Outcome.NOT_FOUND:
        return
    kept = [index for index in case.trace.plan.defined if index.explicit and index not in case.ending.indexes]
    for index in kept:
        yield Evidence(
            f"{index.label} ({index.provenance}) is explicit, so it was not asked for {case.lookup.package}, which was "
            "found nowhere else",
            tuple(range(len(case.lookup.exchanges))),
            _fixes(case.lookup.package, index.label),
        )


def _fixes(package: str, label: str) -> tuple[Fix, ...]:
    return (
        advice(f'if {package} comes from there, say so: {package} = {{ version = "*", source = "{label}" }}'),
        advice(f"if {label} is for all packages, give it the priority `primary` or `supplemental`"),
    )


RULE = Rule(
    code="IDX319",
    severity="warning",
    title="A source that might have the package is asked only for packages that name it",
    means="A source with the priority `explicit` is left out of every search but those of packages whose dependency "
    "names it. The package does not, and no other source has it.",
    told="The log lists the source as explicit, no request went to it for the package, and the package was not found.",
    remedies={
        "poetry": "Name the source at the package (`poetry add --source <name> <package>`), or change its priority."
    },
    sources=("https://python-poetry.org/docs/repositories/#explicit-package-sources",),
    find=_find,
    only_in_logs=True,
)
