"""Reads what pdm prints (`-v`, `-vv`) or leaves in its log file, of releases from 2.20 on."""

from __future__ import annotations

from collections.abc import Callable
from re import Match
from typing import ClassVar, Final, TypeAlias

from idxdoctor.capture.logs.lines import Line
from idxdoctor.capture.logs.pdm.lookups import Searches
from idxdoctor.capture.logs.pdm.patterns import PATTERNS, WORDS, is_wrapped, matches
from idxdoctor.capture.logs.pdm.run import PdmRun
from idxdoctor.capture.logs.pdm.unknown import unknown
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Plan, Strategy
from idxdoctor.model.trace import Client, Trace

_Handler: TypeAlias = Callable[[PdmRun, int, Match[str]], None]
_HANDLERS: Final[dict[str, _Handler]] = {
    kind: getattr(PdmRun, kind) for kind in dict.fromkeys(pattern.kind for pattern in PATTERNS) if hasattr(PdmRun, kind)
} | {"missing": PdmRun.missing_package, "pinned": PdmRun.package_pinned}
"""What is done at a message, by its kind: the method of that name."""
_PATIENCE: Final = 15.0
"""How many seconds it waits for an answer, unless it is told otherwise."""
_ANY: Final = "2.20 or newer"
"""The release, where the log does not name it: all print the same."""


class PdmLog:
    """One run of pdm in a log."""

    name: ClassVar[str] = "pdm"
    marks: ClassVar[frozenset[str]] = WORDS

    def __init__(self) -> None:
        self._run = PdmRun()
        self._kinds: set[str] = set()
        self._version: str | None = None
        self._begun: Line | None = None

    @staticmethod
    def owns(line: Line) -> bool:
        """Say whether this is a message that pdm alone prints."""
        return line.text.startswith(("unearth.", "pdm.termui:")) or matches(line.text) is not None

    def begins_with(self, line: Line) -> bool:
        """Say whether a run begins with this line: it resolves once more, or names the version after requests."""
        match = matches(line.text)
        return match is not None and match[0].kind in {"start", "version"} and self._is_another(match[0].kind)

    def _is_another(self, kind: str) -> bool:
        return bool(self._run.fetches) and (kind == "start" or self.has_version)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing of a run was seen yet."""
        return not self._kinds - {"version"}

    @property
    def has_version(self) -> bool:
        """Say whether the run has told its version."""
        return self._version is not None

    def take(self, line: Line) -> None:
        """Take one line; others than pdm's are passed over. One that a terminal has wrapped is put together again."""
        if self._begun is not None:
            line, self._begun = self._begun._replace(text=f"{self._begun.text} {line.text.strip()}"), None
        if is_wrapped(line.text):
            self._begun = line
            return
        match = matches(line.text)
        if match is None:
            return
        pattern, words = match
        self._kinds.add(pattern.kind)
        if pattern.kind == "version":
            self._version = words["version"]
        elif handler := _HANDLERS.get(pattern.kind):
            handler(self._run, line.number, words)

    def trace(self, secrets: frozenset[Credential], client: Client | None = None) -> Trace:
        """Return what the log told of the run, as the trace that a check makes."""
        searches = Searches(self._run)
        lookups = tuple(searches.lookups())
        version = client.version if client else self._version or ""
        plan = Plan(searches.indexes(), Strategy.ALL_INDEXES, timeout=_PATIENCE)
        told = unknown(lookups, frozenset(self._kinds), has_version=bool(version))
        known = Client(self.name, version or _ANY, verified=False)
        return Trace("explain", known, plan, lookups, unknown=tuple(told), secrets=secrets)
