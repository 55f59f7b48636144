"""Many packages against the indexes: who asked each for it, and what came back."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from idxdoctor.diagnosis.alike import are_many
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.run import Run, is_failure
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Lookup
from idxdoctor.report.phrases import status, who

NEVER: str = "-"


class Column(NamedTuple):
    """An index: its URL, where it is defined, and whether it was asked for any of the packages."""

    url: str
    provenance: str
    asked: bool


class Row(NamedTuple):
    """A package: how its lookup ended, with the codes of what was found; what each index in turn was asked as.

    `position` is that of the lookup in its run, `failed` says that it is no healthy one.
    """

    position: int
    package: str
    result: str
    failed: bool
    cells: tuple[str, ...]


class Matrix(NamedTuple):
    """The table of a run; every text in it is cleaned."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def summary(self) -> str:
        """Return how many lookups ended in which way, the healthy ones first."""
        endings = [row.result.partition(" ")[0].replace("-", " ") for row in self.rows]
        counts = {ending: endings.count(ending) for ending in sorted(endings, key=lambda one: (one != "found", one))}
        return f"{len(self.rows)} packages: {', '.join(f'{count} {ending}' for ending, count in counts.items())}."


def matrix_of(run: Run, clean: Callable[[str], str]) -> Matrix | None:
    """Return the table of a run, its texts cleaned; None where its packages are few enough to be told one by one."""
    if not are_many(run):
        return None
    indexes = _indexes(run)
    rows = [
        Row(
            position,
            clean(lookup.package),
            _result(lookup, findings),
            is_failure(lookup, findings),
            tuple(clean(_cell(lookup, url)) for url in indexes),
        )
        for position, (lookup, findings) in enumerate(run.diagnosed())
    ]
    columns = [
        Column(
            clean(url),
            clean(f"{index.name}, {index.provenance}" if index.name else str(index.provenance)),
            any(row.cells[position] != NEVER for row in rows),
        )
        for position, (url, index) in enumerate(indexes.items())
    ]
    return Matrix(tuple(columns), tuple(rows))


def _indexes(run: Run) -> dict[str, Index]:
    """Return the indexes that any search is made of, by URL: the configured ones as they are searched, then the others.

    The default is searched last, wherever it is defined.
    """
    found = {_url(index): index for lookup in run.trace.lookups for index in lookup.ending.indexes}
    searched = sorted(run.trace.plan.defined, key=lambda index: index.default)
    configured = [_url(index) for index in searched if _url(index) in found]
    return {url: found[url] for url in dict.fromkeys([*configured, *found])}


def _url(index: Index) -> str:
    return str(index.url.bare())


def _cell(lookup: Lookup, url: str) -> str:
    """Return who asked the index last, and what came back."""
    positions = [position for position, index in enumerate(lookup.ending.indexes) if _url(index) == url]
    for position in positions:
        for _, exchange in lookup.exchanges_of(position)[-1:]:
            return f"{who(exchange)} {status(exchange)}"
    return "not sent" if any(lookup.visit_of(position) for position in positions) else NEVER


def _result(lookup: Lookup, findings: tuple[Finding, ...]) -> str:
    codes = dict.fromkeys(finding.code for finding in findings)
    known = ["known"] if any(finding.known for finding in findings) else []
    return " ".join((lookup.ending.outcome.value, *codes, *known))
