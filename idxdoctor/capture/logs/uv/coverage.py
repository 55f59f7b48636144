"""How much of what uv does its logs carry, by release and verbosity: read off the messages that each release prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from idxdoctor.capture.logs.uv.patterns import PATTERNS, Pattern
from idxdoctor.capture.logs.verbosity import Row, rows_of, table
from idxdoctor.clients.registry import model_of
from idxdoctor.clients.uv.behaviours import behaviours_of
from idxdoctor.model.versions import release_number

COLUMNS: Final = {
    "requests": ("uncached", "sending"),
    "as whom": ("given", "anonymous", "again"),
    "refusals": ("refused", "final"),
    "successes": ("answered",),
    "redirects": ("redirect", "some-redirect"),
    "keyring calls": ("service",),
    "age of a copy": ("age",),
    "end of a search": ("stopped", "received"),
}
"""What a log may carry, and the kinds of messages of which any carries it."""
INFERRED: Final = {
    "refusals": ("dump", "stopped"),
    "successes": ("storable", "chosen"),
    "redirects": ("dump", "final"),
    "end of a search": ("chosen",),
}
"""What follows, as a rule, from other messages."""
_OF_ANOTHER_URL: Final = "refusals"
"""What may be the answer of another URL where the HTTP library follows redirects without a word."""
NOTES: Final = (
    "`inferred` follows from other messages, or may be of a URL to which redirects led without a word.",
    "Before 0.9.26 a success is seen only where the reason to cache it names its status.",
    "No release logs which status an answer had that was tried again (408, 429, 5xx).",
)
VERBOSITIES: Final = ("-v", "-vv")
_TRACE_SINCE: Final = "0.6.4"


def coverage(releases: Iterable[str] | None = None) -> Iterator[Row]:
    """Return a row for each stretch of releases and verbosity."""
    return rows_of(model_of("uv").releases if releases is None else releases, VERBOSITIES, _row)


def _row(release: str, verbosity: str) -> Row:
    return Row(release, release, verbosity, carried(release, verbosity), inferred(release, verbosity))


def carried(release: str, verbosity: str) -> frozenset[str]:
    """Return what the log of one release carries at a verbosity."""
    told = _of(COLUMNS, release, verbosity)
    return told if behaviours_of(release).follows_redirects_itself else told - {_OF_ANOTHER_URL}


def inferred(release: str, verbosity: str) -> frozenset[str]:
    """Return what can be inferred from the log of one release at a verbosity, and is not in it."""
    may_be = _of(INFERRED, release, verbosity) | (_of(COLUMNS, release, verbosity) & {_OF_ANOTHER_URL})
    return may_be - carried(release, verbosity)


def _of(columns: Mapping[str, tuple[str, ...]], release: str, verbosity: str) -> frozenset[str]:
    kinds = {pattern.kind for pattern in PATTERNS if _prints(release, verbosity, pattern)}
    return frozenset(column for column, any_of in columns.items() if kinds & set(any_of))


def as_markdown(rows: Iterable[Row]) -> list[str]:
    """Return the table in Markdown, and what its words mean."""
    return [*table(rows, COLUMNS), "", *NOTES]


def _prints(release: str, verbosity: str, pattern: Pattern) -> bool:
    number = release_number(release)
    last = release_number(pattern.until) if pattern.until else number
    traced = verbosity == "-vv" and number >= release_number(_TRACE_SINCE)
    return release_number(pattern.since) <= number <= last and (pattern.level != "TRACE" or traced)
