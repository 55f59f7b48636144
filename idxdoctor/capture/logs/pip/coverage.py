"""How much of what pip does its logs carry, by release and verbosity: read off the messages that each release prints.

pip: _internal/utils/logging.py setup_logging.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from idxdoctor.capture.logs.pip.patterns import DEBUG, INFO, LIBRARY, PATTERNS, VERBOSE, Pattern
from idxdoctor.capture.logs.pip.versions import LINES, prints
from idxdoctor.capture.logs.verbosity import Row, rows_of, table
from idxdoctor.model.versions import release_number

COLUMNS: Final = {
    "requests": ("answered",),
    "as whom": ("credentials", "index"),
    "refusals": ("unfetched",),
    "successes": ("fetched", "answered"),
    "redirects": ("answered",),
    "keyring calls": ("asking",),
    "age of a copy": ("age",),
    "end of a search": ("nothing",),
}
"""What a log may carry, and the kinds of messages of which any carries it."""
LEVELS: Final = {
    "no -v": {INFO},
    "-v": {INFO, VERBOSE},
    "--log FILE": {INFO, VERBOSE, DEBUG},
    "-vv": {INFO, VERBOSE, DEBUG, LIBRARY},
}
"""Which messages are printed with which option; `-vvv` is the same as `-vv`, and `-v --log FILE` keeps them all."""
_VERBOSE_SINCE: Final = "21.2"


def coverage(lines: Iterable[str] = LINES) -> Iterator[Row]:
    """Return a row for each stretch of releases and verbosity."""
    return rows_of(lines, LEVELS, lambda line, verbosity: Row(line, line, verbosity, carried(line, verbosity)))


def carried(line: str, verbosity: str) -> frozenset[str]:
    """Return what the log of one line of releases carries at a verbosity."""
    kinds = {pattern.kind for pattern in PATTERNS if _prints(line, verbosity, pattern)}
    return frozenset(column for column, any_of in COLUMNS.items() if kinds & set(any_of))


def as_markdown(rows: Iterable[Row]) -> list[str]:
    """Return the table in Markdown."""
    return table(rows, COLUMNS)


def _prints(line: str, verbosity: str, pattern: Pattern) -> bool:
    """Say whether a message is printed; before 21.2 one -v was as good as two."""
    early = release_number(line) < release_number(_VERBOSE_SINCE)
    levels = LEVELS["-vv" if verbosity == "-v" and early else verbosity]
    return pattern.level in levels and prints(line, pattern)
