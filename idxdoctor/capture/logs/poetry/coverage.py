"""How much of what poetry does its logs carry, by verbosity: all releases from 1.8 on print the same messages."""

from __future__ import annotations

from typing import Final

from idxdoctor.capture.logs.poetry.patterns import ERRORS, PATTERNS
from idxdoctor.capture.logs.verbosity import Row, table

FIRST: Final = "1.8.5"
LAST: Final = "2.5.1"
VERBOSITIES: Final = {"no -v": 0, "-v": 1, "-vv": 2, "-vvv": 3}
COLUMNS: Final = {
    "requests": ("request",),
    "as whom": (),
    "refusals": ("refused", "request"),
    "successes": ("request",),
    "redirects": ("request",),
    "keyring calls": (),
    "age of a copy": (),
    "end of a search": ("listed",),
}
"""What a log may carry, and the kinds of messages of which any carries it.

As whom is told by the URLs of sources alone, where credentials stand in these.
"""


def coverage() -> list[Row]:
    """Return a row for each verbosity."""
    return [Row(FIRST, LAST, name, carried(name)) for name in VERBOSITIES]


def carried(verbosity: str) -> frozenset[str]:
    """Return what a log carries at a verbosity."""
    level = VERBOSITIES[verbosity]
    kinds = {pattern.kind for pattern in (*PATTERNS, *ERRORS) if pattern.verbosity <= level}
    return frozenset(column for column, any_of in COLUMNS.items() if kinds & set(any_of))


def as_markdown(rows: list[Row]) -> list[str]:
    """Return the table in Markdown."""
    return table(rows, COLUMNS)
