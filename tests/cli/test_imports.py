"""Which libraries a command imports: start-up time is a feature."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent.parent
NETWORK: Final = {"httpx", "httpcore", "respx", "ssl", "truststore", "socket", "http.client", "asyncio"}
RARE: Final = {"html.parser", "unittest", "tomlkit"}
CODE: Final = """
import sys
from idxdoctor.__main__ import main
sys.argv[1:] = {arguments!r}
try:
    main()
except SystemExit:
    pass
sys.stderr.write("\\n" + " ".join(sys.modules))
"""


def imported(*arguments: str) -> set[str]:
    """Return the modules that a fresh interpreter has imported after a command."""
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(arguments=list(arguments))],
        env={"PYTHONPATH": str(ROOT), "HOME": os.devnull, "ALL_PROXY": "http://127.0.0.1:9", "UV_HTTP_RETRIES": "0"},
        capture_output=True,
        timeout=30,
        check=True,
    )
    return set(done.stderr.decode().splitlines()[-1].split())


REPLAY: Final = ("replay", "uv-13216-second-url", "--client", "uv==0.7.0")
CASES: Final[list[tuple[tuple[str, ...], set[str]]]] = [
    (
        ("--version",),
        NETWORK | {"typer", "rich", "yaml", "packaging", "dataclasses", "re", "enum", "idxdoctor.cli.app"},
    ),
    (("--help",), NETWORK | {"rich", "yaml", "packaging", "idxdoctor.cli.check", "idxdoctor.diagnosis.rules"}),
    (("no-such-command",), {"rich", "yaml", "packaging", "idxdoctor.cli.check", "idxdoctor.diagnosis.rules"}),
    (("schema", "report"), NETWORK | {"rich", "yaml", "packaging"}),
    (("schema", "scenario"), NETWORK | {"rich"}),
    (("config", "--client", "uv==0.13.9"), NETWORK | {"rich", "trustme"}),
    (
        REPLAY,
        NETWORK | {"idxdoctor.report.formats.json_report", "idxdoctor.report.views.side_by_side", "trustme", "tomlkit"},
    ),
    ((*REPLAY, "--format", "json"), NETWORK | {"unittest", "tomlkit"} | {"rich", "trustme"}),
    ((*REPLAY, "--quiet"), NETWORK | {"rich"}),
    (("check", "foo", "--client", "uv==0.13.9"), {"respx", "trustme", "unittest", "yaml"}),
]


@pytest.mark.parametrize(
    ("arguments", "heavy"), CASES, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_a_command_imports_only_what_it_needs(arguments: tuple[str, ...], heavy: set[str]) -> None:
    assert imported(*arguments) & heavy == set()


def test_a_live_check_needs_the_library_for_requests() -> None:
    assert {"httpx", "ssl"} <= imported("check", "foo", "--client", "uv==0.13.9")
