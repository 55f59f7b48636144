"""The table of what a client's logs carry, for clients whose releases differ in nothing that is logged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Row(NamedTuple):
    """What the logs of releases from `first` to `last` carry at a verbosity."""

    first: str
    last: str
    verbosity: str
    carries: frozenset[str]


def table(rows: Iterable[Row], columns: Iterable[str]) -> list[str]:
    """Return the table in Markdown."""
    head = ["releases", "with", *columns]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in rows:
        cells = ["yes" if column in row.carries else "no" for column in columns]
        lines.append(f"| {' | '.join([f'{row.first} to {row.last}', f'`{row.verbosity}`', *cells])} |")
    return lines
