"""Notices a log whose lines were wrapped: messages that break off, and are whole with the lines that follow."""

from __future__ import annotations

import re
from typing import Final

_WHOLE: Final = {
    "Could not fetch URL": re.compile(r".* - skipping$"),
    "Could not find a version that": re.compile(r".*\)$"),
    "Fetching project page and": re.compile(r".* links: \S"),
    "Found index url": re.compile(r".* url \S"),
    "Getting page": re.compile(r".* page \S"),
    "HTTP error": re.compile(r".* while getting \S"),
    "401 Error, Credentials": re.compile(r".* for http\S"),
    "Looking up": re.compile(r'.*" in the cache$'),
    "No matching distribution": re.compile(r".* found for \S"),
    "Retrying (Retry(": re.compile(r".*': \S+$"),
    "The repository located at": re.compile(r".* is being ignored"),
}
"""How messages begin, each with what it has where it is whole."""
_BEGUN: Final = re.compile("(?:WARNING: |ERROR: )?(?P<start>" + "|".join(re.escape(start) for start in _WHOLE) + ")")
_MOST_PIECES: Final = 8


class Wrapping:
    """What was seen of lines that break off; `is_seen` says that one was whole with the next ones."""

    def __init__(self) -> None:
        self.is_seen = False
        self._whole: re.Pattern[str] | None = None
        self._pieces: list[str] = []

    def take(self, text: str, *, is_message: bool) -> None:
        """Take one line, which is a message by itself or not."""
        begun = _BEGUN.match(text)
        if begun is not None:
            whole = _WHOLE[begun["start"]]
            self._whole, self._pieces = (None if whole.match(text) else whole), [text]
        elif is_message or not text or len(self._pieces) == _MOST_PIECES:
            self._whole = None
        elif self._whole is not None:
            self._pieces.append(text)
            self.is_seen = self.is_seen or any(self._whole.match(glue.join(self._pieces)) for glue in ("", " "))
