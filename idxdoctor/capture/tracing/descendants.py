"""What a process has started, and what that has started, also where a parent in between has ended."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import Final

_PROC: Final = Path("/proc")
_CHILD_SUBREAPER: Final = 36
_ROUNDS: Final = 50
_PAUSE: Final = 0.02


@contextmanager
def adopting() -> Iterator[None]:
    """Become the parent of what is orphaned below this process, where the system can do that (Linux: prctl(2))."""
    _adopt(True)
    try:
        yield
    finally:
        _adopt(False)


def _adopt(wanted: bool) -> None:
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_CHILD_SUBREAPER, int(wanted), 0, 0, 0)


def children() -> set[int]:
    """Return the processes that this one is the parent of."""
    return set(_by_parent()[os.getpid()])


def stop_all(others: set[int]) -> None:
    """Kill the children of this process that are not among `others`, with all that they have started."""
    for _ in range(_ROUNDS):
        tree = _by_parent()
        doomed = [pid for pid in tree[os.getpid()] if pid not in others]
        for pid in doomed:
            doomed += tree[pid]
        for pid in doomed:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if not doomed:
            return
        sleep(_PAUSE)


def _by_parent() -> defaultdict[int, list[int]]:
    """Return the running processes by their parent."""
    tree: defaultdict[int, list[int]] = defaultdict(list)
    for pid, parent in _from_proc() if (_PROC / "self" / "stat").exists() else _from_ps():
        tree[parent].append(pid)
    return tree


def _from_proc() -> Iterator[tuple[int, int]]:
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                # The name of the program, in parentheses, may hold anything.
                state, parent = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[:2]
                if state not in "ZX":
                    yield int(folder.name), int(parent)


def _from_ps() -> Iterator[tuple[int, int]]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,state="], capture_output=True, text=True, check=False)  # noqa: S607 - wherever it lies
    for line in listed.stdout.splitlines():
        pid, parent, state = line.split()[:3]
        if not state.startswith("Z"):
            yield int(pid), int(parent)
