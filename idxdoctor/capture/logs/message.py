"""Messages that a client logs, and a run of a client whose log is made of them (poetry, pdm)."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import ClassVar, Final, NamedTuple

from idxdoctor.capture.logs.broken import Joiner
from idxdoctor.capture.logs.lines import Line
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Index, Plan, Strategy
from idxdoctor.model.trace import Client, Lookup, Trace

_PATIENCE: Final = 15.0
"""How many seconds these clients wait for an answer, unless they are told otherwise."""


class Pattern(NamedTuple):
    """A message: its kind, its form, the least verbosity that shows it, and whether no other client prints it."""

    kind: str
    form: re.Pattern[str]
    verbosity: int
    own: bool


class Told(NamedTuple):
    """What a log told: the indexes, the searches, and sentences on what can't be known."""

    indexes: tuple[Index, ...]
    lookups: tuple[Lookup, ...]
    unknown: tuple[str, ...]


class MessageLog(ABC):
    """One run of a client, from the messages in its log.

    Each of `parts` takes the messages that it has a method for: `on_` and the kind. `releases` stands for the version
    where no message names it.
    """

    name: ClassVar[str]
    releases: ClassVar[str]

    def __init__(self, *parts: object) -> None:
        self._parts = parts
        self._kinds: set[str] = set()
        self._version: str | None = None
        self._joiner = Joiner(lambda text: self.matches(text) is not None, self.breaks_off)

    @staticmethod
    @abstractmethod
    def matches(text: str) -> tuple[Pattern, re.Match[str]] | None:
        """Return the message that a line is, with its parts; None where it is none."""

    @staticmethod
    @abstractmethod
    def breaks_off(text: str) -> bool:
        """Say whether a line is a message up to a word, which goes on in the next line."""

    @staticmethod
    def opens(_: Line) -> bool:
        """Say whether this line is the client's most likely, where no line that it alone prints was before it."""
        return False

    @property
    def is_empty(self) -> bool:
        """Say whether nothing of a run was seen yet."""
        return not self._kinds - {"version"}

    @property
    def has_version(self) -> bool:
        """Say whether the run has told its version."""
        return self._version is not None

    def take(self, line: Line) -> None:
        """Take one line; others than the client's are passed over. One that a terminal broke is put together again."""
        for whole in self._joiner.take(line):
            self._take(whole)

    def _take(self, line: Line) -> None:
        match = self.matches(line.text)
        if match is None:
            return
        pattern, words = match
        self._kinds.add(pattern.kind)
        if pattern.kind == "version":
            self._version = words["version"]
        for part in self._parts:
            if handler := getattr(part, f"on_{pattern.kind}", None):
                handler(line.number, words)

    def trace(self, secrets: frozenset[Credential], client: Client | None = None) -> Trace:
        """Return what the log told of the run, as the trace that a check makes."""
        for line in self._joiner.rest():
            self._take(line)
        version = client.version if client else self._version or ""
        told = self._told(version, frozenset(self._kinds))
        plan = Plan(told.indexes, Strategy.ALL_INDEXES, timeout=_PATIENCE)
        known = Client(self.name, version or self.stretch(), verified=False)
        return Trace("explain", known, plan, told.lookups, unknown=told.unknown, secrets=secrets)

    def stretch(self) -> str:
        """Return the releases that may have printed the log, where it names none."""
        return self.releases

    @abstractmethod
    def _told(self, version: str, kinds: frozenset[str]) -> Told:
        """Return what messages of these kinds told of a release; its version is empty where it is not known."""
