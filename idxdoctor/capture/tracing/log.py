"""A real command, traced by its client's log."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Final

from idxdoctor.capture.logs.read import traces_in
from idxdoctor.capture.tracing.child import Ended, Reason, noting_signals, run_through
from idxdoctor.capture.tracing.command import Command
from idxdoctor.capture.tracing.sieve import Sieve
from idxdoctor.capture.tracing.traced import Traced
from idxdoctor.capture.tracing.verbosity import verbose
from idxdoctor.model.errors import InputError
from idxdoctor.model.trace import Client, Trace

_STDERR: Final = 2
_PLACE: Final = "the log"
_UNHEARD: Final = (
    "did not load the plugin that hands over its log, so that nothing is known of its requests; use --wire"
)


def trace_by_log(
    command: Command,
    client: Client,
    env: Mapping[str, str],
    limit: float | None,
    shown: Callable[[str], str] | None = None,
) -> Traced:
    """Run a command with its log turned up and read that; with `shown` the user sees what was added, as it says.

    Raises `InputError` where its program's log can't be read, or it can't be run.
    """
    with noting_signals() as signals, TemporaryDirectory(prefix="idxdoctor-", ignore_cleanup_errors=True) as folder:
        way = verbose(command, env, Path(folder))
        variables = {**env, **way.variables}
        if way.file is not None:
            ended = run_through(way.words, variables, signals, limit)
            return _in_file(ended, way.file, client)
        pipe, end = _ends(way.pipe)
        reading = _Reading(Sieve(pipe, _STDERR, way.hidden, shown), client)
        reading.start()
        try:
            ended = run_through(way.words, variables, signals, limit, stderr=None if way.pipe else end)
        finally:
            os.close(end)
            reading.finish()
            os.close(pipe)
        return reading.traced(ended, (f"{client.name} {_UNHEARD}",) if way.pipe else ())


def _ends(named: Path | None) -> tuple[int, int]:
    """Return the two ends of a pipe, to read from and to write to: of a new one, or of that which has this name."""
    if named is None:
        return os.pipe()
    return os.open(named, os.O_RDONLY | os.O_NONBLOCK), os.open(named, os.O_WRONLY)


def _in_file(ended: Ended, file: Path, client: Client) -> Traced:
    if not file.exists():
        return Traced(ended, [])
    with file.open(encoding="utf-8", errors="replace") as lines:
        return Traced(ended, _read(lines, client))


def _read(lines: Iterable[str], client: Client) -> list[Trace]:
    """Return the runs in a log; none where the command ended before it logged anything."""
    try:
        return traces_in(lines, _PLACE, client)
    except InputError:
        return []


class _Reading(Thread):
    """Reads the log while the command runs, so that it never waits for a reader."""

    def __init__(self, sieve: Sieve, client: Client) -> None:
        super().__init__(daemon=True)
        self._sieve = sieve
        self._client = client
        self._traces: list[Trace] = []
        self._error: Exception | None = None
        self._any_line = False

    def run(self) -> None:
        """Read to the end, also where the log is such that no more can be made of it."""
        lines = self._lines()
        try:
            self._traces = _read(lines, self._client)
        except Exception as error:
            self._error = error
        for _ in lines:
            pass

    def finish(self) -> None:
        """Wait until what the command has written is read."""
        self._sieve.closing = True
        self.join()

    def traced(self, ended: Ended, unheard: tuple[str, ...]) -> Traced:
        """Return what was read, with notes `unheard` where that is nothing. Raises what went wrong in reading."""
        if self._error is not None:
            raise self._error
        return Traced(ended, self._traces, () if self._any_line or ended.reason is not Reason.ITSELF else unheard)

    def _lines(self) -> Iterator[str]:
        for line in self._sieve.lines():
            self._any_line = True
            yield line
