"""How much of what pdm does its logs carry, by verbosity: all releases from 2.20 on print the same messages."""

from __future__ import annotations

from typing import Final

from idxdoctor.capture.logs.pdm.patterns import PATTERNS
from idxdoctor.capture.logs.verbosity import Row, table

FIRST: Final = "2.20.1"
LAST: Final = "2.29.4"
VERBOSITIES: Final = {"-v": 1, "-vv": 2, "log file": 2}
COLUMNS: Final = {
    "requests": ("collecting",),
    "as whom": ("index",),
    "refusals": ("failed",),
    "successes": ("fetched",),
    "redirects": (),
    "keyring calls": ("asking",),
    "age of a copy": (),
    "end of a search": ("candidate", "pinned"),
}
"""What a log may carry, and the kinds of messages of which any carries it."""


def coverage() -> list[Row]:
    """Return a row for each verbosity; the log file is the one that pdm leaves behind where it fails without `-v`."""
    return [Row(FIRST, LAST, name, carried(name)) for name in VERBOSITIES]


def carried(verbosity: str) -> frozenset[str]:
    """Return what a log carries at a verbosity."""
    kinds = {pattern.kind for pattern in PATTERNS if pattern.verbosity <= VERBOSITIES[verbosity]}
    return frozenset(column for column, any_of in COLUMNS.items() if kinds & set(any_of))


def as_markdown(rows: list[Row]) -> list[str]:
    """Return the table in Markdown."""
    return table(rows, COLUMNS)
