"""Which releases can have written a log that does not say: those that print all of its messages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from idxdoctor.capture.logs.pip.patterns import Pattern
from idxdoctor.model.trace import Client
from idxdoctor.model.versions import release_number

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*")
_FATAL: Final = frozenset({"exception", "unsatisfied", "nothing", "file-refused", "unreached"})
"""The kinds of messages that end a run."""
LINES: Final = (
    *("21.0", "21.1", "21.2", "21.3", "22.0", "22.1", "22.2", "22.3", "23.0", "23.1", "23.2", "23.3"),
    *("24.0", "24.1", "24.2", "24.3", "25.0", "25.1", "25.2", "25.3", "26.0", "26.1", "26.2", "26.3"),
)
"""The lines of releases whose messages are known, oldest first."""


def lines_with(patterns: Iterable[Pattern]) -> list[str]:
    """Return the lines of releases that print all of these messages, oldest first."""
    kept = list(patterns)
    return [line for line in LINES if all(prints(line, one) for one in kept)]


class Age:
    """What a log shows of how old the pip is that wrote it, where that is older than any whose messages are known.

    The pip within pipenv prints no `ERROR: ` at any age.

    pip: utils/logging.py prints `ERROR: ` before what ended a run from 19.1 on; basecommand.py is what 10.0 moved, with
    which came a urllib3 that names the `status` in Retry(...) (util/retry.py __repr__).
    """

    def __init__(self) -> None:
        self._bare = self._prefixed = self._oldest = False

    def take(self, kind: str, text: str) -> None:
        """Take one message."""
        if kind in _FATAL or (kind == "prompt" and "Exception:" in text):
            self._prefixed = self._prefixed or "ERROR: " in text
            self._bare = self._bare or "ERROR: " not in text
        self._prefixed = self._prefixed or kind == "patched"
        self._oldest = self._oldest or kind == "traced" or (kind == "broken" and "status=" not in text)

    @property
    def stretch(self) -> str | None:
        """Return the releases that it may be; None where nothing shows that it is one of these."""
        if self._oldest:
            return "9 or older"
        return "19.0 or older" if self._bare and not self._prefixed else None


def is_older(version: str, line: str) -> bool:
    """Say whether a release, or a stretch of them, is older than a line of releases."""
    number = _NUMBER.match(version)
    return number is not None and " or newer" not in version and release_number(number[0]) < release_number(line)


def hides_whom(version: str) -> bool:
    """Say whether a release logs at no verbosity as whom it asks (pip: network/auth.py, before 19.2 download.py)."""
    return is_older(version, "19.2")


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
