"""The clients whose logs can be read, by name. One folder a client."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import ClassVar, Final, Protocol, cast

from idxdoctor.capture.logs.lines import Line
from idxdoctor.capture.logs.message import MessageLog
from idxdoctor.clients.registry import client_of, is_modelled
from idxdoctor.model.credential import Credential
from idxdoctor.model.errors import InputError
from idxdoctor.model.trace import Client, Trace

_SPEC: Final = re.compile(r"([a-z]+)==?([0-9]+(?:\.[0-9]+)*[a-z0-9.]*)")
_READERS: Final = {
    "uv": ("idxdoctor.capture.logs.uv.log", "UvLog"),
    "pip": ("idxdoctor.capture.logs.pip.log", "PipLog"),
    "poetry": ("idxdoctor.capture.logs.poetry.log", "PoetryLog"),
    "pdm": ("idxdoctor.capture.logs.pdm.log", "PdmLog"),
}


class ClientLog(Protocol):
    """One run of a client in a log, as it is read line by line.

    `marks` are the first words of lines by which the client can be known. Only lines that begin so are shown to
    `owns` and `begins_with`, so that readers of other clients cost nothing at all others.
    """

    name: ClassVar[str]
    marks: ClassVar[frozenset[str]]

    @staticmethod
    def owns(line: Line) -> bool:
        """Say whether no other client prints this line."""

    def begins_with(self, line: Line) -> bool:
        """Say whether a run of this client begins with this line, after what was read of this one so far."""

    @property
    def is_empty(self) -> bool:
        """Say whether nothing of a run was seen yet."""

    @property
    def has_version(self) -> bool:
        """Say whether the run has told its version."""

    def take(self, line: Line) -> None:
        """Take one line."""

    def trace(self, secrets: frozenset[Credential], client: Client | None = None) -> Trace:
        """Return what the log told of the run; `client` is who wrote it, where it does not say."""


class Reading:
    """The runs in a log, each line given to the one that it is of.

    A line that one client alone prints is that client's, whoever spoke before; any other is of whoever spoke last, at
    first of the `author`, if that is known. Jobs whose lines stand in one log, each named, are read apart.
    """

    def __init__(self, kinds: Iterable[type[ClientLog]], author: str | None = None) -> None:
        self.runs: list[ClientLog] = []
        self._kinds = list(kinds)
        self._author = next((kind for kind in self._kinds if kind.name == author), None)
        self._by_mark = {mark: [kind for kind in self._kinds if mark in kind.marks] for mark in _all_marks(self._kinds)}
        self._latest: dict[tuple[str, str], ClientLog] = {}
        self._current: dict[str, ClientLog] = {}

    def take(self, line: Line) -> None:
        """Give a line to the run that it is of; before the first run it is of nobody, or of the author."""
        current = self._current.get(line.stream)
        if current is None and self._author is not None:
            current = self._turn_to(self._author, line)
        for kind in self._by_mark.get(line.text.partition(" ")[0].partition("(")[0], ()):
            if isinstance(current, kind) or kind.owns(line) or (current is None and _opens(kind, line)):
                current = self._turn_to(kind, line)
                break
        if current is not None:
            current.take(line)

    def _turn_to(self, kind: type[ClientLog], line: Line) -> ClientLog:
        """Return the run of a client that goes on with this line, or that begins with it."""
        run = self._latest.get((line.stream, kind.name))
        if run is None or run.begins_with(line):
            run = kind()
            self.runs.append(run)
            self._latest[line.stream, kind.name] = run
        self._current[line.stream] = run
        return run


def _opens(kind: type[ClientLog], line: Line) -> bool:
    return issubclass(kind, MessageLog) and kind.opens(line)


def _all_marks(kinds: Iterable[type[ClientLog]]) -> set[str]:
    return {mark for kind in kinds for mark in kind.marks}


def readers() -> list[type[ClientLog]]:
    """Return the readers of all clients."""
    return [cast(type[ClientLog], getattr(import_module(module), name)) for module, name in _READERS.values()]


def client_named(spec: str) -> Client:
    """Return the client that `NAME==VERSION` means, one whose logs can be read.

    Raises `InputError` for any other, and for a version that a modelled client never had.
    """
    match = _SPEC.fullmatch(spec.strip().lower())
    if match is None or match[1] not in _READERS or is_modelled(match[1]):
        return client_of(spec)
    return Client(match[1], match[2], verified=False)


def coverage_of(name: str) -> list[str]:
    """Return a table of what a client's logs carry, by release and verbosity, in Markdown.

    Raises `InputError` where its logs can't be read.
    """
    if name not in _READERS:
        raise InputError(f"logs of no such client can be read; known are {', '.join(_READERS)}")
    module = import_module(f"{__package__}.{name}.coverage")
    lines: list[str] = module.as_markdown(module.coverage())
    return lines


def names() -> list[str]:
    """Return the clients whose logs can be read."""
    return list(_READERS)
