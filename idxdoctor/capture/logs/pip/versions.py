"""Which releases can have written a log that does not say: those that print all of its messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from idxdoctor.capture.logs.pip.patterns import Pattern
from idxdoctor.model.trace import Client
from idxdoctor.model.versions import release_number

LINES: Final = (
    *("21.0", "21.1", "21.2", "21.3", "22.0", "22.1", "22.2", "22.3", "23.0", "23.1", "23.2", "23.3"),
    *("24.0", "24.1", "24.2", "24.3", "25.0", "25.1", "25.2", "25.3", "26.0", "26.1", "26.2", "26.3"),
)
"""The lines of releases whose messages are known, oldest first."""


def lines_with(patterns: Iterable[Pattern]) -> list[str]:
    """Return the lines of releases that print all of these messages, oldest first."""
    kept = list(patterns)
    return [line for line in LINES if all(prints(line, one) for one in kept)]


def is_unread(version: str) -> bool:
    """Say whether a release is older than those whose messages are known."""
    parts = version.split(".")
    return parts[0].isdecimal() and int(parts[0]) < release_number(LINES[0])[0]


def client_at(version: str | None, fitting: list[str]) -> Client:
    """Return pip at its version; where the log names none, at the releases that fit."""
    return Client("pip", version or _stretch(fitting or list(LINES)), False)


def _stretch(lines: list[str]) -> str:
    if lines[-1] == LINES[-1]:
        return f"{lines[0]} or newer"
    return lines[0] if len(lines) == 1 else f"{lines[0]} to {lines[-1]}"


def prints(line: str, pattern: Pattern) -> bool:
    """Say whether a line of releases prints a message."""
    number = release_number(line)
    until = release_number(pattern.until) if pattern.until else number
    return release_number(pattern.since) <= number <= until
