"""The door: results go to standard output or a file, messages and progress to standard error, past a guard."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from time import monotonic
from typing import TYPE_CHECKING, Literal, TextIO

from idxdoctor.cli.console import console_on, is_capable, is_painted
from idxdoctor.model.errors import InputError, Place
from idxdoctor.report.layout import Line, plain
from idxdoctor.transport.performer import Progress

if TYPE_CHECKING:
    from idxdoctor.cli.guard import Guard


class Output:
    """Where texts go, and whether in colour. What goes out is looked through by a guard before any of it is written.

    With `beside` they go to standard error in place of standard output, which another program has, or a report.
    """

    _mode: Literal["w", "a"] = "w"
    _called = "the result"
    _remedy: str | None = "See --output."

    def __init__(self, guard: Guard, path: Path | None = None, no_color: bool = False, *, beside: bool = False) -> None:
        self.path = path
        self._beside = beside
        self._no_color = no_color
        self._guard = guard

    def text(self, text: str) -> None:
        """Write a finished text and a line's end."""
        self._put(f"{text}\n")

    @property
    def width(self) -> int:
        """Return how many characters fit on a line: the terminal's, `COLUMNS`, or 80."""
        return max(get_terminal_size((80, 24)).columns, 40)

    def lines(self, lines: Iterator[Line]) -> None:
        """Write lines, painted where they go to a terminal."""
        if not self._is_painted:
            self.text(plain(lines))
            return
        from rich.text import Text

        console = console_on(self._stream, painted=True)
        with console.capture() as captured:
            for line in lines:
                console.print(Text.assemble(*line), soft_wrap=True)
        self._put(captured.get())

    @property
    def _stream(self) -> TextIO:
        return sys.stderr if self._beside else sys.stdout

    @property
    def _is_painted(self) -> bool:
        return self.path is None and is_painted(self._stream, no_color=self._no_color)

    def _put(self, text: str) -> None:
        put_all(self._guard, [(self, text)])

    @property
    def name(self) -> str:
        """Return what the result goes to, as it is told."""
        if self.path is not None:
            return str(self.path)
        return "standard error" if self._beside else "standard output"

    def _write(self, text: str) -> None:
        if self.path is None:
            self._stream.write(text)
            self._stream.flush()
            return
        try:
            with self.path.open(self._mode, encoding="utf-8") as stream:
                stream.write(text)
        except OSError as error:
            raise InputError(
                f"{self._called} can't be written: {error.strerror}", place=Place(self.name), remedy=self._remedy
            ) from None


class Appended(Output):
    """A pipeline's summary, to whose end a text goes."""

    _mode = "a"
    _called = "the summary"
    _remedy = None


class Draft(Output):
    """An output that is held back until all that goes with it has been looked through."""

    held = ""

    def _put(self, text: str) -> None:
        self.held += text


def put_all(guard: Guard, pieces: Sequence[tuple[Output, str]], first: Callable[[], None] = lambda: None) -> None:
    """Look through texts that belong together, do what comes `first`, and write each where it goes.

    Raises `FaultError`, nothing being written, where a secret stands in one of them, and `InputError` where a file
    can't be written.
    """
    guard.let_pass((output.name, text) for output, text in pieces)
    first()
    for output, text in pieces:
        output._write(text)


def tell(guard: Guard, text: str) -> None:
    """Write a message to standard error, past a guard."""
    Output(guard, beside=True).text(text)


@contextmanager
def bytes_on_stderr(path: Path) -> Iterator[Callable[[int], None]]:
    """Show how much of a file is read, not of which, on a terminal where that takes longer than a second."""
    begun, total = monotonic(), path.stat().st_size if path.is_file() else 0
    shown = False

    def show(read: int) -> None:
        nonlocal shown
        if is_capable(sys.stderr) and monotonic() - begun > 1:
            shown = True
            of = f" of {total / 1e6:.0f}" if total else ""
            sys.stderr.write(f"\r{read / 1e6:.0f}{of} MB read")

    try:
        yield show
    finally:
        if shown:
            sys.stderr.write("\n")


@contextmanager
def progress_on_stderr(total: int) -> Iterator[Progress]:
    """Show how many of `total` lookups have ended, not which, on a terminal where there are several."""
    if total < 2 or not is_capable(sys.stderr):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("asking", total=total)
        yield lambda _: bar.update(task, advance=1)
