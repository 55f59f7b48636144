"""Where results go, and in which colours."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from idxdoctor import __version__
from idxdoctor.cli.output import progress_on_stderr
from tests.cli.conftest import Cli

REPLAY = ("replay", "uv-13216-second-url", "--client", "uv==0.7.0")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("format_", ["rich", "json"])
def test_a_file_gets_what_standard_output_would(cli: Cli, folder: Path, format_: str) -> None:
    shown = cli(*REPLAY, "--format", format_)
    written = cli(*REPLAY, "--format", format_, "--output", "report.txt")
    assert (written.out, written.status) == ("", shown.status)
    assert (folder / "report.txt").read_text(encoding="utf-8") == shown.out


def test_where_all_goes_to_files_the_verdicts_are_told(cli: Cli) -> None:
    verdict = (
        "setuptools: stopped. Index 3 of 4 was asked without credentials and answered 401; pypi.org was never asked."
    )
    written = cli(*REPLAY, "--output", "report.md", "--output", "report.json")
    assert (written.out, written.err) == ("", f"{verdict}\nThe report is in report.md, report.json.\n")
    assert cli(*REPLAY, "--output", "report.json", "--output", "-").err == ""


def test_gitlabs_file_may_be_called_json(cli: Cli, folder: Path) -> None:
    cli(*REPLAY, "--format", "gitlab", "--output", "gl-code-quality-report.json", "--output", "report.xml")
    entries = json.loads((folder / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    assert [entry["check_name"] for entry in entries] == ["IDX106"]
    assert (folder / "report.xml").read_text(encoding="utf-8").startswith("<?xml")


def test_what_is_no_terminal_gets_no_colours_and_no_trailing_blanks(cli: Cli) -> None:
    out = cli(*REPLAY).out
    assert "\x1b" not in out
    assert not [line for line in out.splitlines() if line != line.rstrip()]


@pytest.mark.parametrize(("switch", "coloured"), [([], True), (["--no-color"], False)])
def test_a_terminal_gets_colours_unless_they_are_not_wanted(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, switch: list[str], coloured: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", terminal)
    cli(*REPLAY, *switch)
    assert ("\x1b[31m" in terminal.getvalue() or "\x1b[1;31m" in terminal.getvalue()) is coloured
    assert "IDX106" in terminal.getvalue()


def test_progress_is_shown_on_a_terminal_where_there_is_some(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress_on_stderr(1) as progress:
        progress("foo")
    assert terminal.getvalue() == ""
    with progress_on_stderr(2) as progress:
        progress("foo")
    assert "50%" in terminal.getvalue()
    assert "foo" not in terminal.getvalue()


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_the_version_is_printed(program: Cli, cli: Cli, flag: str) -> None:
    assert program(flag).out == cli(flag).out == f"idxdoctor {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["check", "--help"], ["replay", "-h"]])
def test_help_says_how_to_begin(cli: Cli, arguments: list[str]) -> None:
    assert "Usage: idxdoctor" in cli(*arguments).out
