"""How much of what uv does its logs carry, by release and verbosity: read off the messages that each release prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from idxdoctor.capture.logs.uv.patterns import PATTERNS, Pattern
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


class Coverage(NamedTuple):
    """What the logs of a stretch of releases carry at a verbosity, and what can be inferred from them."""

    first: str
    last: str
    verbosity: str
    carries: frozenset[str]
    infers: frozenset[str]


def coverage(releases: Iterable[str] | None = None) -> Iterator[Coverage]:
    """Return a row for each stretch of releases and verbosity."""
    kept = list(model_of("uv").releases if releases is None else releases)
    for verbosity in VERBOSITIES:
        open_: Coverage | None = None
        for release in kept:
            carries, infers = carried(release, verbosity), inferred(release, verbosity)
            if open_ is not None and (open_.carries, open_.infers) == (carries, infers):
                open_ = open_._replace(last=release)
                continue
            if open_ is not None:
                yield open_
            open_ = Coverage(release, release, verbosity, carries, infers)
        if open_ is not None:
            yield open_


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


def as_markdown(rows: Iterable[Coverage]) -> list[str]:
    """Return the table in Markdown, and what its words mean."""
    head = ["releases", "with", *COLUMNS]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in rows:
        releases = row.first if row.first == row.last else f"{row.first} to {row.last}"
        cells = ["yes" if column in row.carries else "inferred" if column in row.infers else "no" for column in COLUMNS]
        lines.append(f"| {' | '.join([releases, f'`{row.verbosity}`', *cells])} |")
    return [*lines, "", *NOTES]


def _prints(release: str, verbosity: str, pattern: Pattern) -> bool:
    number = release_number(release)
    last = release_number(pattern.until) if pattern.until else number
    traced = verbosity == "-vv" and number >= release_number(_TRACE_SINCE)
    return release_number(pattern.since) <= number <= last and (pattern.level != "TRACE" or traced)
