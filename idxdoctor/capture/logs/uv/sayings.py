"""What uv prints without a level, put together again: an error, its causes and hints, wrapped at the terminal's edge.

uv prints them as miette does, in a tree (on terminals without Unicode `x`, `|->`, `` `-> ``), or one below the other
(`error:`, `Caused by:`). A URL that does not fit stands alone on the line below.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_BEGINS: Final = re.compile(
    r"(?:error|warning|help|cause|[Cc]aused by): |[\N{MULTIPLICATION SIGN}x] [A-Z]|(?:[├╰]─▶|`?->) "
)
_LONGEST: Final = 200
_OWN: Final = re.compile(
    r"(?:error: |[\N{MULTIPLICATION SIGN}x] |(?:[├╰]─▶|`?->) |cause: |[Cc]aused by: )?"
    r"(?:Failed to (?:fetch|download|prepare)(?: and build| wheel| distributions)?(?::|:? ?`|$)|"
    r"Failed to read `--find-links` URL: |"
    r"Request failed after \d|HTTP status (?:client|server) error \(|"
    r"Failed to download https?://\S*/(?:cpython-\d|pypy\d|graalpy-\d)|"
    r"Missing credentials for|No solution found when resolving )|"
    r"Publishing \d+ files? https?:|(?:error: )?Failed to (?:publish `|query check URL$)|"
    r"error: error sending request for url \(https?://[^\s)]+/simple/[^\s/)]+/\)|"
    r"(?:hint: )?An index (?:URL )?\((?:https?:|[^()]*\) (?:could not be queried|returned a 403))|"
    r".* not found in the (?:package registry|provided package locations)\b"
)
"""How the lines begin that no other client prints."""
VERSION: Final = re.compile(r"uv(?:x|-self)? (?P<version>\d+\.\d+\.\d+)(?: \([0-9a-z].*\))?$")
"""What `uv --version` prints; people paste it beside a log."""
MARKS: Final = frozenset(
    {"error:", "\N{MULTIPLICATION SIGN}", "x", "├─▶", "╰─▶", "->", "`->", "cause:", "Caused", "caused"}
    | {"Failed", "HTTP", "Publishing", "Missing", "hint:", "An", "Because"}
)
"""The first words of these lines."""


def is_own(text: str) -> bool:
    """Say whether a line without a level is one of uv's, and of no other client's."""
    return _OWN.match(text) is not None or VERSION.match(text) is not None


class Sayings:
    """Puts lines together to sayings, and gives each on with the number of its first line once it is over.

    `any_own` says that one was there that no other client prints.
    """

    def __init__(self, take: Callable[[str, int], None]) -> None:
        self.any_own = False
        self._take = take
        self._parts: list[str] = []
        self._line = 0

    def add(self, text: str, line: int) -> None:
        """Take a line: it begins a saying, goes on with one, or stands for itself."""
        self.any_own = self.any_own or (text.partition(" ")[0] in MARKS and _OWN.match(text) is not None)
        is_version = VERSION.match(text) is not None
        begins = _BEGINS.match(text) is not None or "hint:" in text
        goes_on = bool(self._parts) and bool(text.strip()) and len(self._parts) < _LONGEST
        if begins or is_version or not goes_on:
            self.end()
            self._line = line
        if (begins or goes_on) and not is_version:
            self._parts.append(text.strip())
        else:
            self._take(text, line)

    def end(self) -> None:
        """Give on what was put together so far: what comes next is about something else."""
        if self._parts:
            self._take(" ".join(self._parts), self._line)
            self._parts = []
