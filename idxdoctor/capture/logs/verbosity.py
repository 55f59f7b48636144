"""The table of what a client's logs carry, by release and verbosity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple


class Row(NamedTuple):
    """What the logs of releases from `first` to `last` carry at a verbosity, and what can be inferred from them."""

    first: str
    last: str
    verbosity: str
    carries: frozenset[str]
    infers: frozenset[str] = frozenset()


def rows_of(releases: Iterable[str], verbosities: Iterable[str], row_of: Callable[[str, str], Row]) -> Iterator[Row]:
    """Return a row for each verbosity and stretch of releases that carry the same; `row_of` makes that of one."""
    kept = list(releases)
    for verbosity in verbosities:
        open_: Row | None = None
        for release in kept:
            row = row_of(release, verbosity)
            if open_ is not None and (open_.carries, open_.infers) == (row.carries, row.infers):
                open_ = open_._replace(last=release)
                continue
            if open_ is not None:
                yield open_
            open_ = row
        if open_ is not None:
            yield open_


def table(rows: Iterable[Row], columns: Iterable[str]) -> list[str]:
    """Return the table in Markdown."""
    head = ["releases", "with", *columns]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in rows:
        releases = row.first if row.first == row.last else f"{row.first} to {row.last}"
        cells = ["yes" if column in row.carries else "inferred" if column in row.infers else "no" for column in columns]
        lines.append(f"| {' | '.join([releases, f'`{row.verbosity}`', *cells])} |")
    return lines
