"""The clients whose logs can be read, by name. One module a client."""

from __future__ import annotations

from importlib import import_module
from typing import Final, Protocol, cast

from idxdoctor.capture.logs.lines import Line
from idxdoctor.model.credential import Credential
from idxdoctor.model.trace import Client, Trace

_READERS: Final = {"uv": ("idxdoctor.capture.logs.uv", "UvLog")}


class ClientLog(Protocol):
    """One run of a client in a log, as it is read line by line."""

    name: str

    @staticmethod
    def begins(line: Line) -> bool:
        """Say whether a run begins with this line."""

    @property
    def is_empty(self) -> bool:
        """Say whether nothing of a run was seen yet."""

    @property
    def has_version(self) -> bool:
        """Say whether the run has told its version."""

    def take(self, line: Line) -> None:
        """Take one line."""

    def trace(self, secrets: frozenset[Credential], client: Client | None = None) -> Trace:
        """Return what the log told of the run."""


def readers() -> list[type[ClientLog]]:
    """Return the readers of all clients."""
    return [cast(type[ClientLog], getattr(import_module(module), name)) for module, name in _READERS.values()]


def names() -> list[str]:
    """Return the clients whose logs can be read."""
    return list(_READERS)
