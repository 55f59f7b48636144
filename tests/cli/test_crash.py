"""What is said where the tool itself is at fault."""

from __future__ import annotations

import pytest

from idxdoctor import __version__
from idxdoctor.cli.crash import crash_message
from idxdoctor.report import terminal
from tests.cli.conftest import Cli

CANARY = "zq7Canary-4711"


def fails(*_: object, **__: object) -> None:
    try:
        raise KeyError(CANARY)
    except KeyError as error:
        raise ValueError(f"{CANARY} is wrong") from error


def test_a_fault_is_told_by_its_kinds_and_places_and_ends_with_70(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "terminal_report", fails)
    result = cli("replay", "uv-13216-second-url", "--client", "uv==0.7.0")
    assert (result.status, result.out) == (70, "")
    lines = result.err.splitlines()
    assert lines[0] == f"idxdoctor: error: idxdoctor {__version__} itself is at fault: ValueError"
    assert "  KeyError" in lines
    assert [line for line in lines if line.startswith("    cli/replay.py:") and line.endswith(" _show")]
    assert "Please report it" in lines[-1]
    assert CANARY not in result.err
    assert "Traceback" not in result.err


def test_a_recursion_that_does_not_end_is_told_in_a_few_lines() -> None:
    def deeper() -> None:
        deeper()

    with pytest.raises(RecursionError) as caught:
        deeper()
    assert len(crash_message(caught.value).splitlines()) < 20
