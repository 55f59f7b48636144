"""Findings with the place in a file that causes them, for formats that point at lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.credential import Provenance
from idxdoctor.model.trace import Lookup

PROJECT_FILE: Final = "pyproject.toml"
_OUTSIDE: Final = re.compile(r"^(~|/|[A-Za-z]:)")


class Located(NamedTuple):
    """A finding on one lookup, and where the cause stands; without a file of the project, at its `pyproject.toml`."""

    lookup: Lookup
    finding: Finding
    file: str
    line: int


def located(runs: list[Run]) -> Iterator[Located]:
    """Return the findings of all runs, each at the definition of the index that its exchanges are about."""
    for run in runs:
        for lookup, findings in run.diagnosed():
            for finding in findings:
                yield located_at(lookup, finding)


def each_search_first(runs: list[Run]) -> list[Located]:
    """Return the findings, the first of each search before the others: where few are shown, few searches go without."""
    found = list(located(runs))
    first: dict[int, Located] = {}
    for one in found:
        first.setdefault(id(one.lookup), one)
    kept = {id(one) for one in first.values()}
    return [*first.values(), *(one for one in found if id(one) not in kept)]


def located_at(lookup: Lookup, finding: Finding) -> Located:
    """Return a finding at the definition of the index that its exchanges are about."""
    place = next(_places(lookup, finding), None)
    return Located(lookup, finding, place.file or PROJECT_FILE if place else PROJECT_FILE, _line(place))


def _places(lookup: Lookup, finding: Finding) -> Iterator[Provenance]:
    """Return the places in files of the project at which the finding's indexes and credentials are defined."""
    for position in finding.exchanges:
        request = lookup.exchanges[position].request
        if request.credential is not None and _in_project(request.credential.provenance):
            yield request.credential.provenance
        if _in_project(lookup.ending.indexes[request.index].provenance):
            yield lookup.ending.indexes[request.index].provenance


def _in_project(place: Provenance) -> bool:
    return place.file is not None and not _OUTSIDE.match(place.file)


def _line(place: Provenance | None) -> int:
    return place.line or 1 if place else 1
