"""Runs the user's command in the user's terminal, as a shell would, and ends it with all that it has started."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from time import monotonic, sleep
from types import FrameType
from typing import Final, NamedTuple

from idxdoctor.capture.tracing.command import not_run
from idxdoctor.capture.tracing.descendants import adopting, children, stop_all

TIMED_OUT: Final = 124
GRACE: Final = 5.0
"""How many seconds a command has to end by itself once it was told to."""
_PAUSE: Final = 0.02
_FORWARDED: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_STDERR: Final = 2
_FOREGROUND_TTY: Final = "/dev/tty"


class Reason(Enum):
    """Why a command ended."""

    ITSELF = "by itself"
    TIMEOUT = "at the time limit"
    SIGNAL = "by a signal"


class Ended(NamedTuple):
    """How a command ended. `status` is what a shell would make of it: 128 and the number of the signal that ended it.

    At the time limit it is 124, as of timeout(1).
    """

    status: int
    reason: Reason


class Signals:
    """The signals that came, in their order."""

    def __init__(self) -> None:
        self.came: list[int] = []

    def take(self, number: int, _: FrameType | None) -> None:
        """Note a signal, in place of what it does otherwise."""
        self.came.append(number)


@contextmanager
def noting_signals() -> Iterator[Signals]:
    """Note signals that would end this process, for as long as it has something to put away."""
    signals = Signals()
    before = {number: signal.signal(number, signals.take) for number in _FORWARDED}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_through(
    words: Sequence[str],
    env: Mapping[str, str],
    signals: Signals,
    limit: float | None = None,
    stderr: int | None = None,
) -> Ended:
    """Run a command with this process's own streams, but for its standard error if `stderr` is a file descriptor.

    It stays in this process's group, so that it may read from the terminal, and Ctrl-C and Ctrl-Z reach it. A signal
    that reaches only this process is handed on. After a signal, or `limit` seconds, nothing is left of what it has
    started. Raises `InputError` where there is no such program.
    """
    with adopting():
        watch, others = _Watch(signals, limit), children()
        try:
            return watch.until_end(_spawned(words, env, stderr))
        finally:
            if watch.is_over:
                stop_all(others)


def _spawned(words: Sequence[str], env: Mapping[str, str], stderr: int | None) -> int:
    """Return the process of a command, in which signals are as they were before Python changed them."""
    actions = [] if stderr is None else [(os.POSIX_SPAWN_DUP2, stderr, _STDERR)]
    try:
        return os.posix_spawnp(
            words[0], [*words], dict(env), file_actions=actions, setsigdef=[*_FORWARDED, signal.SIGPIPE, signal.SIGXFSZ]
        )
    except OSError as error:
        raise not_run(words[0], error) from None


class _Watch:
    """Waits for the end of a command.

    Where a signal came or its time is over it is told to end. If it does not, or a second signal comes, it is killed.
    """

    def __init__(self, signals: Signals, limit: float | None) -> None:
        self._signals = signals
        self._limit = None if limit is None else monotonic() + limit
        self._handed_on = 0
        self._deadline: float | None = None
        self._late = False

    @property
    def is_over(self) -> bool:
        """Say whether the command was told to end."""
        return self._late or bool(self._signals.came)

    def until_end(self, pid: int) -> Ended:
        """Return how the process ended."""
        while True:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                return self._ended(os.waitstatus_to_exitcode(status))
            self._hurry(pid)
            sleep(_PAUSE)

    def _hurry(self, pid: int) -> None:
        now = monotonic()
        if self._limit is not None and now > self._limit and not self._late:
            self._late = True
            _tell(pid, signal.SIGTERM)
        for number in self._signals.came[self._handed_on :]:
            self._handed_on += 1
            if number != signal.SIGINT or not _in_foreground():
                _tell(pid, number)
        if self.is_over and self._deadline is None:
            self._deadline = now + GRACE
        if self._handed_on > 1 or (self._deadline is not None and now > self._deadline):
            _tell(pid, signal.SIGKILL)

    def _ended(self, code: int) -> Ended:
        if self._late:
            return Ended(TIMED_OUT, Reason.TIMEOUT)
        if self._signals.came:
            return Ended(128 + self._signals.came[0], Reason.SIGNAL)
        return Ended(128 - code if code < 0 else code, Reason.SIGNAL if code < 0 else Reason.ITSELF)


def _tell(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _in_foreground() -> bool:
    """Say whether the terminal sends Ctrl-C to this process's group, and so to the command too."""
    try:
        terminal = os.open(_FOREGROUND_TTY, os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
