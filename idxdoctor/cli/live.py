"""Rows that are shown as they come: above a count on a terminal, as plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from idxdoctor.cli.console import console_on, is_capable, is_painted
from idxdoctor.report.layout import Line, plain

if TYPE_CHECKING:
    from rich.live import Live


class Rows:
    """Writes to a stream, each row at once."""

    def __init__(self, stream: TextIO, *, no_color: bool) -> None:
        self._stream = stream
        self._count = 0
        self._live: Live | None = None
        self._console = console_on(stream, painted=True) if is_painted(stream, no_color=no_color) else None

    def text(self, lines: Iterable[str]) -> None:
        """Write lines as they are."""
        self._stream.write("".join(f"{line}\n" for line in lines))
        self._stream.flush()

    def add(self, line: Line, *, counts: bool) -> None:
        """Write a row, of a request that counts or of something else."""
        self._count += counts
        if self._console is None:
            self.text([plain(iter([line]))])
            return
        from rich.text import Text

        self._console.print(Text.assemble(*line), soft_wrap=True)
        if self._live is not None:
            self._live.update(self._counted())

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Keep a count of the rows below them within the context, on a terminal that can."""
        if self._console is None or not is_capable(self._stream):
            yield
            return
        from rich.live import Live

        with Live(self._counted(), console=self._console, transient=True, auto_refresh=False) as live:
            self._live = live
            yield

    def _counted(self) -> str:
        return f"{self._count} request{'' if self._count == 1 else 's'}; Ctrl-C ends this"
