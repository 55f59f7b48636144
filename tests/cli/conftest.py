"""The command line, run in this process or as a user would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pytest

from idxdoctor.cli.app import run


class Result(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str


Cli: TypeAlias = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, home to nobody's settings, whose network leads nowhere; commands are run in it."""
    for variable in [*os.environ]:
        if variable.upper().startswith(
            ("UV_", "HTTP", "ALL_PROXY", "NO_PROXY", "XDG_", "SSL_", "NETRC", "GITHUB_", "TF_", "AGENT_")
        ):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cli(folder: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command in this process, in the empty folder."""

    def called(*arguments: str) -> Result:
        assert folder == Path.cwd()
        status = run(arguments)
        printed = capsys.readouterr()
        return Result(status, printed.out, printed.err)

    return called


@pytest.fixture
def program(folder: Path) -> Cli:
    """Runs the program as a user would, in the empty folder."""

    def called(*arguments: str, env: Mapping[str, str] | None = None) -> Result:
        root = str(Path(__file__).parent.parent.parent)
        done = subprocess.run(
            [sys.executable, "-m", "idxdoctor", *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": root} | dict(env or {}),
            capture_output=True,
            timeout=30,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return called
