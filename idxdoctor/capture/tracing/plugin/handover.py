"""Hands what a client logs over to another process, through a pipe, so that it is written nowhere."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from pathlib import Path

PIPE = "IDXDOCTOR_PIPE"
"""The variable that names the pipe."""


class Handover(logging.Handler):
    """Writes into the pipe, unless nobody reads there (any more): the client does what it does without this."""

    def __init__(self, pipe: str) -> None:
        super().__init__()
        self._descriptor = _opened(pipe)

    def emit(self, record: logging.LogRecord) -> None:
        """Hand over a record."""
        with suppress(Exception):
            self.tell(self.format(record))

    def tell(self, text: str) -> None:
        """Hand over lines that the client prints, or would at a higher verbosity."""
        data = f"{text}\n".encode(errors="backslashreplace")
        with suppress(OSError):
            while data and self._descriptor is not None:
                data = data[os.write(self._descriptor, data) :]


def begin() -> Handover:
    """Return where to write, and take out of the environment and Python's path what led here.

    What the client starts, or finds installed, is what it would be without this.
    """
    folder = str(Path(__file__).parents[1])
    sys.path[:] = [path for path in sys.path if path != folder]
    others = [path for path in os.environ["PYTHONPATH"].split(os.pathsep) if path != folder]
    if others:
        os.environ["PYTHONPATH"] = os.pathsep.join(others)
    else:
        del os.environ["PYTHONPATH"]
    return Handover(os.environ.pop(PIPE))


def _opened(pipe: str) -> int | None:
    """Return the end to write to; None where nobody reads, for which a pipe would make the client wait."""
    try:
        descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None
    os.set_blocking(descriptor, True)
    return descriptor
