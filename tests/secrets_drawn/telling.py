"""Runs the program, and keeps all that it writes anywhere."""

from __future__ import annotations

import io
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final, NamedTuple
from unittest.mock import patch

from idxdoctor.cli.app import run
from idxdoctor.report import terminal, verdict
from idxdoctor.report.formats import registry as formats
from idxdoctor.report.views import summary

FILES: Final = ("a.json", "a.md", "a.html", "a.xml", "a.sarif", "a.txt")
OUTPUTS: Final = tuple(part for file in FILES for part in ("--output", file))
STREAMED: Final = ("rich", "github", "azure", "gitlab")
_LIBRARIES: Final = ("httpx", "httpcore", "httpcore.http11", "httpcore.connection", "httpcore.proxy")


class Told(NamedTuple):
    """What one run of the program gave: its exit status and everything that it wrote, by where."""

    status: int
    written: Mapping[str, str]


def told(arguments: Sequence[str], files: Sequence[str] = (), crash: str | None = None) -> Told:
    """Run the program in this folder, every library logging all it can.

    With `crash` every renderer fails with an error of that text. The `files` are read and removed, with pages that a
    long report has beside them.
    """
    out, err, logged = io.StringIO(), io.StringIO(), io.StringIO()
    root = logging.getLogger()
    with ExitStack() as stack:
        if crash is not None:
            for module, name in ((formats, "rendered"), (terminal, "terminal_report"), (summary, "summary")):
                stack.enter_context(patch.object(module, name, _fails(crash)))
            stack.enter_context(patch.object(verdict, "verdict", _fails(crash)))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        stack.enter_context(patch.object(root, "handlers", [logging.StreamHandler(logged)]))
        stack.enter_context(patch.object(root, "level", logging.DEBUG))
        for library in _LIBRARIES:
            logging.getLogger(library).setLevel(logging.DEBUG)
        status = run(list(arguments))
    streams = {"stdout": out.getvalue(), "stderr": err.getvalue(), "log": logged.getvalue()}
    return Told(status, streams | _taken(files))


def told_by_streams(arguments: Sequence[str], files: Sequence[str] = ()) -> Told:
    """Run the program in this folder, with what it and its children write to the process's own streams."""
    with _kept(1) as out, _kept(2) as err:
        status = run(list(arguments))
        sys.stdout.flush()
    return Told(status, {"stdout": out.read(), "stderr": err.read()} | _taken(files))


class _Stream:
    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> str:
        text = self._path.read_text(encoding="utf-8", errors="replace")
        self._path.unlink()
        return text


@contextmanager
def _kept(number: int) -> Iterator[_Stream]:
    """Lead one of the process's own streams into a file."""
    handle, name = tempfile.mkstemp()
    before = os.dup(number)
    os.dup2(handle, number)
    os.close(handle)
    own = os.fdopen(os.dup(number), "w", encoding="utf-8")
    try:
        with own, redirect_stdout(own) if number == 1 else redirect_stderr(own):
            yield _Stream(Path(name))
    finally:
        os.dup2(before, number)
        os.close(before)


def _taken(files: Sequence[str]) -> dict[str, str]:
    """Return what stands in files, and in those that are called after them, and remove them."""
    texts = {}
    for file in files:
        for path in sorted(Path().glob(f"{Path(file).stem}*{Path(file).suffix}")):
            texts[path.name] = path.read_text(encoding="utf-8")
            path.unlink()
    return texts


def _fails(text: str) -> Callable[..., str]:
    def renderer(*_: object, **__: object) -> str:
        raise RuntimeError(text)

    return renderer
