"""Runs a program with a time limit, and leaves nothing of it behind."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_running: Final[set[subprocess.Popen[bytes]]] = set()


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended; `status` None means that it was stopped at the time limit.

    `stderr` is what it said there; where both streams were wanted, it has them as they came.
    """

    status: int | None
    stderr: str


def run_limited(
    command: Sequence[str], env: Mapping[str, str], folder: Path, limit: float, *, both: bool = False
) -> Finished:
    """Run a program in `folder` with no other environment than `env`, for at most `limit` seconds.

    What it prints to standard output is thrown away, or with `both` kept among what it says on standard error.
    Whatever it started is stopped with it, also when this is interrupted.
    """
    process = subprocess.Popen(  # noqa: S603 - the program was chosen by the caller
        command,
        cwd=folder,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if both else subprocess.DEVNULL,
        stderr=subprocess.STDOUT if both else subprocess.PIPE,
        start_new_session=True,
    )
    _running.add(process)
    try:
        said = process.communicate(timeout=limit)
        return Finished(process.returncode, _decoded(said))
    except subprocess.TimeoutExpired:
        _stop(process)
        return Finished(None, _decoded(process.communicate()))
    finally:
        _stop(process)
        process.wait()
        _running.discard(process)


def _decoded(said: tuple[bytes | None, bytes | None]) -> str:
    return b"".join(text for text in said if text).decode("utf-8", "replace")


def stop_running() -> None:
    """Stop all that threads of this process run at this moment, with whatever that started."""
    for process in list(_running):
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
