"""Reads what poetry prints (`-v` to `-vvv`), of releases from 1.8 on; without `-vvv` that is little."""

from __future__ import annotations

from collections.abc import Callable
from re import Match
from typing import ClassVar, Final, TypeAlias

from idxdoctor.capture.logs.lines import Line
from idxdoctor.capture.logs.poetry.lookups import Searches
from idxdoctor.capture.logs.poetry.patterns import ERRORS, PATTERNS, WORDS, matches
from idxdoctor.capture.logs.poetry.run import PoetryRun
from idxdoctor.capture.logs.poetry.unknown import unknown
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Plan, Strategy
from idxdoctor.model.trace import Client, Trace

_Handler: TypeAlias = Callable[[PoetryRun, int, Match[str]], None]
_HANDLERS: Final[dict[str, _Handler]] = {
    kind: getattr(PoetryRun, kind)
    for kind in dict.fromkeys(pattern.kind for pattern in (*PATTERNS, *ERRORS))
    if hasattr(PoetryRun, kind)
}
"""What is done at a message, by its kind: the method of that name."""
_PATIENCE: Final = 15.0
"""How many seconds it waits for an answer, unless it is told otherwise."""
_ANY: Final = "1.8 or newer"
"""The release, where the log does not name it: all print the same."""


class PoetryLog:
    """One run of poetry in a log."""

    name: ClassVar[str] = "poetry"
    marks: ClassVar[frozenset[str]] = WORDS

    def __init__(self) -> None:
        self._run = PoetryRun()
        self._kinds: set[str] = set()
        self._version: str | None = None

    @staticmethod
    def owns(line: Line) -> bool:
        """Say whether this is a message that poetry alone prints."""
        match = matches(line.text)
        return match is not None and (match[0].own or (match[0].kind == "status_error" and match[1].start() == 0))

    def begins_with(self, line: Line) -> bool:
        """Say whether a run begins with this line: it names sources again, after requests."""
        match = matches(line.text)
        if match is None:
            return False
        if match[0].kind == "version":
            return self.has_version and bool(self._run.fetches)
        return (match[0].kind == "source" and bool(self._run.fetches)) or "written" in self._kinds

    @property
    def is_empty(self) -> bool:
        """Say whether nothing of a run was seen yet."""
        return not self._kinds - {"version"}

    @property
    def has_version(self) -> bool:
        """Say whether the run has told its version."""
        return self._version is not None

    def take(self, line: Line) -> None:
        """Take one line; others than poetry's are passed over."""
        match = matches(line.text)
        if match is None:
            return
        pattern, words = match
        self._kinds.add(pattern.kind)
        if pattern.kind == "version":
            self._version = words["version"]
        elif pattern.kind == "missing":
            self._run.missing.add(words["name"])
        elif handler := _HANDLERS.get(pattern.kind):
            handler(self._run, line.number, words)

    def trace(self, secrets: frozenset[Credential], client: Client | None = None) -> Trace:
        """Return what the log told of the run, as the trace that a check makes."""
        version = client.version if client else self._version or ""
        searches = Searches(self._run, version)
        lookups = tuple(searches.lookups())
        plan = Plan(searches.indexes(), Strategy.ALL_INDEXES, timeout=_PATIENCE)
        told = unknown(lookups, frozenset(self._kinds), has_version=bool(version), is_sure=searches.is_sure)
        known = Client(self.name, version or _ANY, verified=False)
        return Trace("explain", known, plan, lookups, unknown=tuple(told), secrets=secrets)
