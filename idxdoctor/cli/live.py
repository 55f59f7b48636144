"""Rows that are shown as they come: above a count on a terminal, as plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from idxdoctor.cli.console import console_on, is_capable, is_painted
from idxdoctor.cli.guard import Guard
from idxdoctor.report.layout import Line, plain

if TYPE_CHECKING:
    from rich.live import Live


class Rows:
    """Writes to standard output, or with `beside` to standard error, each row at once, past a guard of its own."""

    def __init__(self, *, no_color: bool, beside: bool = False) -> None:
        self._stream = sys.stderr if beside else sys.stdout
        self._name = "standard error" if beside else "standard output"
        self._count = 0
        self._live: Live | None = None
        self._console = console_on(self._stream, painted=True) if is_painted(self._stream, no_color=no_color) else None

    def add(self, line: Line, guard: Guard, *, counts: bool) -> None:
        """Write a row, of a request that counts or of something else.

        Raises `FaultError`, this row being left out, where a secret stands in it.
        """
        text = plain(iter([line]))
        guard.let_pass([(self._name, text)], withheld="nothing more")
        self._count += counts
        if self._console is None:
            self._stream.write(f"{text}\n")
            self._stream.flush()
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
