"""Parts what a command writes to standard error: what the user would have seen, and the log that was asked for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from select import select
from typing import Final

_BLOCK: Final = 1 << 16
_PATIENCE: Final = 0.2
_CAUSE: Final = re.compile(rb"\s*(?:Caused by:|cause:|Stack backtrace:|\d+: |at \S)")
_CAUSES: Final = (b"Caused by:", b"cause:", b"Stack backtrace:", b"at ")
_PAINT: Final = re.compile(rb"(?:\x1b\[[0-9;]*m)+")


class Sieve:
    """Reads a pipe to its end, and writes what the user is to see to `out`, byte by byte as it came.

    Lines that begin with one of the words `hidden`, with None all lines, are kept back, and the causes and calls that
    an error in them lists on lines of their own; with `shown` they are written as it says. A line that has no end yet,
    such as a question, is written at once unless it may become one of these.
    """

    def __init__(
        self, pipe: int, out: int, hidden: tuple[bytes, ...] | None, shown: Callable[[str], str] | None = None
    ) -> None:
        self._pipe = pipe
        self._out = out
        self._shown = shown
        self._hides_all = hidden is None
        self._hidden = tuple(word + b" " for word in hidden or ())
        self._written = 0
        self._hiding = False
        self._blank = b""
        self.closing = False

    def lines(self) -> Iterator[str]:
        """Return all lines. Ends with the pipe; once `closing` is set, with what is in it: others may hold it open."""
        rest = b""
        while block := self._block():
            *whole, rest = (rest + block).split(b"\n")
            for line in whole:
                self._pass_on(line + b"\n", ended=True)
                yield line.decode("utf-8", "replace")
            self._pass_on(rest, ended=False)
        if rest:
            self._pass_on(rest, ended=True)
            yield rest.decode("utf-8", "replace")
        self._write(self._blank)

    def _block(self) -> bytes:
        while not select([self._pipe], [], [], _PATIENCE)[0]:
            if self.closing:
                return b""
        return os.read(self._pipe, _BLOCK)

    def _pass_on(self, line: bytes, *, ended: bool) -> None:
        """Write what is not yet written of a line, unless it is to be hidden or has too little to tell."""
        text = _PAINT.sub(b"", line)
        if not self._written and self._hides(text, ended=ended):
            if ended and self._shown is not None:
                self._write(self._shown(text.decode("utf-8", "replace").rstrip("\r\n")).encode() + b"\n")
                self._blank = b""
            return
        self._write(self._blank + line[self._written :])
        self._blank, self._hiding = b"", False
        self._written = 0 if ended else len(line)

    def _hides(self, text: bytes, *, ended: bool) -> bool:
        """Say whether nothing of a line is written, or not yet. A blank one waits for what follows."""
        if self._hides_all:
            return True
        if not ended:
            return not self._is_other(text)
        if self._hiding and not text.strip():
            self._blank += text
            return True
        if self._hiding and _CAUSE.match(text):
            self._blank = b""
            return True
        self._hiding = text.startswith(self._hidden)
        return self._hiding

    def _is_other(self, beginning: bytes) -> bool:
        """Say whether no line to be hidden begins so."""
        text = beginning.lstrip() if self._hiding else beginning
        words = (*self._hidden, *_CAUSES) if self._hiding else self._hidden
        return not (
            (self._hiding and text.isdigit()) or any(word.startswith(text) or text.startswith(word) for word in words)
        )

    def _write(self, data: bytes) -> None:
        with suppress(OSError):
            while data:
                data = data[os.write(self._out, data) :]
