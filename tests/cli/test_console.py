"""Which outputs are painted, with real terminals."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent.parent
REPLAY: Final = ("replay", "uv-13216-second-url", "--client", "uv==0.7.0")
COLOURS: Final = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "COLUMNS", "LINES")


def environment(env: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in COLOURS}
    return kept | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"} | dict(env)


def on_a_terminal(*arguments: str, columns: int = 100, env: Mapping[str, str] | None = None) -> str:
    """Return what the program writes to a real terminal of that width."""
    import fcntl
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    command = [sys.executable, "-m", "idxdoctor", *arguments]
    with subprocess.Popen(command, env=environment(env or {}), stdin=slave, stdout=slave, stderr=slave) as process:
        os.close(slave)
        read = bytearray()
        try:
            while chunk := os.read(master, 65536):
                read += chunk
        except OSError:
            pass  # The last writer has gone.
        os.close(master)
    assert process.returncode in (0, 1)
    return read.decode().replace("\r\n", "\n")


def into_a_pipe(*arguments: str, **env: str) -> str:
    """Return what the program writes into a pipe."""
    command = [sys.executable, "-m", "idxdoctor", *arguments]
    done = subprocess.run(command, env=environment(env), capture_output=True, text=True, timeout=30, check=False)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(
    ("env", "painted"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"CLICOLOR": "0"}, False),
        ({"CLICOLOR": "1"}, True),
        ({"CLICOLOR": "0", "FORCE_COLOR": "1"}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
)
def test_a_terminal_is_painted_unless_somebody_says_otherwise(env: dict[str, str], painted: bool) -> None:
    assert ("\x1b[" in on_a_terminal(*REPLAY, env=env)) is painted


@pytest.mark.parametrize(
    ("env", "painted"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"CLICOLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_a_pipe_is_painted_only_if_somebody_says_so(env: dict[str, str], painted: bool) -> None:
    assert ("\x1b[" in into_a_pipe(*REPLAY, **env)) is painted


SIDE_BY_SIDE: Final = (*REPLAY, "--client", "uv==0.7.4")
QUIET: Final = (*REPLAY, "--quiet")


@pytest.mark.parametrize("command", [REPLAY, SIDE_BY_SIDE, QUIET], ids=["whole", "side by side", "quiet"])
def test_the_option_takes_all_colours_away(command: tuple[str, ...]) -> None:
    assert "\x1b" not in on_a_terminal(*command, "--no-color")
    assert "\x1b" not in into_a_pipe(*command, "--no-color", FORCE_COLOR="1")


def test_painted_and_plain_say_the_same() -> None:
    painted = on_a_terminal(*REPLAY)
    assert "\x1b[" in painted
    bare = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", painted)
    lines = [line.rstrip() for line in bare.splitlines()]
    assert lines == into_a_pipe(*REPLAY, COLUMNS="100").splitlines()


@pytest.mark.parametrize("columns", [60, 100, 160])
def test_lines_fit_the_terminal(columns: int) -> None:
    lines = on_a_terminal(*REPLAY, "--no-color", columns=columns).splitlines()
    to_copy = re.compile(r" +([-+@]|export )")
    assert columns * 0.8 < max(len(line) for line in lines if not to_copy.match(line)) <= columns


def test_columns_counts_more_than_the_terminal() -> None:
    assert on_a_terminal(*REPLAY, "--no-color", columns=60, env={"COLUMNS": "100"}) == into_a_pipe(
        *REPLAY, COLUMNS="100"
    )


def test_a_file_gets_no_colours(tmp_path: Path) -> None:
    into_a_pipe(*REPLAY, "--output", str(tmp_path / "report.txt"), "--output", "-", FORCE_COLOR="1")
    assert "\x1b" not in (tmp_path / "report.txt").read_text(encoding="utf-8")
