"""One message of a client, taken from its log."""

from __future__ import annotations

from dataclasses import dataclass
from re import Match


@dataclass(frozen=True, slots=True)
class Said:
    """A message: the line that it stands on, and its parts by name."""

    line: int
    words: Match[str]

    def __getitem__(self, part: str) -> str:
        return self.words[part]

    def get(self, part: str) -> str | None:
        """Return a part that not every form of the message has."""
        return self.words.groupdict().get(part)
