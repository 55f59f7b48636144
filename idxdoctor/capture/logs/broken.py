"""Messages that a terminal has broken over two lines, put together again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from idxdoctor.capture.logs.lines import Line

_CUT: Final = re.compile(r"https?://\S*[^/\s]$")
"""A URL at a line's end, without the slash that ends those of pages and indexes."""
_WIDEST: Final = 400
"""No terminal is wider; a line that was put together may be as long as two."""
_REST: Final = re.compile(r"\S*/(?:: .*)?")


class Joiner:
    """Puts together what was broken between words, or within the URL of a page or index.

    `is_message` says that a line is a message, and `breaks_off` that it is the beginning of one, up to a word.
    """

    def __init__(self, is_message: Callable[[str], bool], breaks_off: Callable[[str], bool]) -> None:
        self._is_message = is_message
        self._breaks_off = breaks_off
        self._begun: Line | None = None

    def take(self, line: Line) -> Iterator[Line]:
        """Return the lines that are whole now that this one is read."""
        begun, self._begun = self._begun, None
        if begun is not None and self._breaks_off(begun.text):
            line = begun._replace(text=f"{begun.text} {line.text.strip()}")
        elif begun is not None and _REST.fullmatch(line.text) and not self._is_message(line.text):
            line = begun._replace(text=begun.text + line.text)
        elif begun is not None:
            yield begun
        if self._breaks_off(line.text) or (len(line.text) <= _WIDEST and _CUT.search(line.text)):
            self._begun = line
        else:
            yield line

    def rest(self) -> Iterator[Line]:
        """Return what waits for more, once the log is over."""
        begun, self._begun = self._begun, None
        if begun is not None:
            yield begun
