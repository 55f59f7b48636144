"""Programs with a time limit."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from idxdoctor.capture.running.process import run_limited

STARTS_ANOTHER = "import subprocess, sys; print(subprocess.Popen(['sleep', '60']).pid, file=sys.stderr, flush=True)"


def run(code: str, limit: float, folder: Path) -> tuple[int | None, str]:
    finished = run_limited([sys.executable, "-c", code], {"MADE": "up"}, folder, limit)
    return finished.status, finished.stderr


def test_status_and_stderr_come_back_and_the_environment_is_the_given_one(tmp_path: Path) -> None:
    code = "import os, sys; sys.stderr.write(os.environ.get('MADE', '') + str('HOME' in os.environ)); sys.exit(3)"
    assert run(code, 20, tmp_path) == (3, "upFalse")


def test_at_the_limit_it_is_stopped(tmp_path: Path) -> None:
    started = time.monotonic()
    status, stderr = run("import sys, time; print('began', file=sys.stderr, flush=True); time.sleep(60)", 1, tmp_path)
    assert (status, stderr.strip()) == (None, "began")
    assert time.monotonic() - started < 20


def test_what_it_started_is_stopped_with_it(tmp_path: Path) -> None:
    _, stderr = run(f"{STARTS_ANOTHER}; import time; time.sleep(60)", 1, tmp_path)
    for _ in range(50):
        if not _is_alive(int(stderr)):
            return
        time.sleep(0.1)
    pytest.fail("the child still runs")


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().split()[2] == "Z")
