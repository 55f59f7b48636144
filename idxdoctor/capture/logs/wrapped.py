"""Lines of a log that a terminal or an editor broke at its margin, put together again.

A URL in backticks or parentheses that is not closed at the end of its line goes on in the next. Of other lines only the
whole shows that they are broken: none is longer than the margin, and lines without a level stand where one ended there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice, pairwise
from typing import Final, NamedTuple

_HEAD: Final = 400
"""How many lines are looked at for a margin."""
_FEWEST: Final = 2
"""How many lines must be broken at a margin for it to be one."""
_WIDEST: Final = 160
_MARGINS: Final = (80, 100, 120, 132, 160)
_LEVEL: Final = re.compile(r"(?:TRACE|DEBUG|INFO|WARN|ERROR) ")
_PLAIN: Final = frozenset({"TRACE ", "DEBUG "})
"""How most lines begin: they go on with none before."""
_BEGINS: Final = re.compile(
    r"\s|$|(?:TRACE|DEBUG|INFO|WARN|ERROR)\b|(?:error|warning|hint|help|cause|[Cc]aused by): |[$>#+%] |"
    r"[\N{MULTIPLICATION SIGN}x] [A-Z]|[├╰│]|[|`]-> |"
    r"(?:Using|Resolved|Prepared|Installed|Uninstalled|Audited|Creating|Activate|Downloading|Downloaded|Building|Built|"
    r"Updating|Updated|Removed|Publishing|Uploading|Checking) |uv(?:x)? "
)
"""How lines begin that go on with none before: those that uv and a shell print."""
_OPEN: Final = re.compile(r"(?:`https?://[^\s`]*|\(https?://[^\s()]*)$")


class _Margin(NamedTuple):
    """Where lines are broken: at a column, between any two signs or between words."""

    column: int
    at_words: bool

    def breaks(self, last: str, following: str) -> bool:
        """Say whether a line ends at the margin, so that the following one may go on with it."""
        if _BEGINS.match(following):
            return False
        if not self.at_words:
            return len(last) == self.column
        fits = len(last) <= self.column or " " not in last
        return fits and self.column < len(last) + 1 + len(following.split(" ", 1)[0])

    def splits(self, last: str, following: str) -> bool:
        """Say whether a word was split that is longer than a whole line."""
        word = last.rpartition(" ")[2] + following.split(" ", 1)[0]
        return len(last) == self.column < len(word)


def unwrapped(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Return each line with its number from 1; what was broken in several has the number of the first."""
    numbered = enumerate((line.rstrip("\r\n") for line in lines), start=1)
    head = list(islice(numbered, _HEAD))
    margin = _margin_of([line for _, line in head])
    number, text, last = 0, "", ""
    for following_number, following in chain(head, numbered):
        glue = _glue(margin, text, last, following) if number and following[:6] not in _PLAIN else None
        if glue is not None:
            text, last = f"{text}{glue}{following}", following
            continue
        if number:
            yield number, text
        number, text, last = following_number, following, following
    if number:
        yield number, text


def _glue(margin: _Margin | None, text: str, last: str, following: str) -> str | None:
    """Return what stood between a line and the one that goes on with it; None where that begins anew."""
    if text.endswith(("`", ")")) or not following:
        return None
    if ("`http" in text or "(http" in text) and _OPEN.search(text) and not _BEGINS.match(following):
        return ""
    if margin is None or not _LEVEL.match(text) or not margin.breaks(last, following):
        return None
    return " " if margin.at_words and not margin.splits(last, following) else ""


def _margin_of(lines: list[str]) -> _Margin | None:
    """Return the margin at which lines are broken, as most of those show that begin with nothing that begins a line."""
    longest = max((len(line) for line in lines if " " in line), default=0)
    if not lines or longest > _WIDEST:
        return None
    pairs = [(before, line) for before, line in pairwise(lines) if before and not _BEGINS.match(line)]
    column = next(column for column in _MARGINS if column >= longest)
    margins = (_Margin(longest, at_words=False), _Margin(column, at_words=True))
    counted = [(sum(1 for before, line in pairs if margin.breaks(before, line)), margin) for margin in margins]
    broken, margin = max(counted, key=lambda one: one[0])
    return margin if broken >= _FEWEST and broken * 2 > len(pairs) else None
