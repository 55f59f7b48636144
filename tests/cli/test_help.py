"""Help: it fits 80 columns, every example in it is one that works, and exit statuses are told."""

from __future__ import annotations

import re
import shlex
from importlib import import_module
from typing import Final

import pytest
import typer

from idxdoctor.cli.app import COMMANDS, application
from idxdoctor.cli.help_text import block, examples_of, help_of
from tests.cli.conftest import Cli

NEEDS_NOTHING: Final = re.compile(
    r"idxdoctor (rule|client|schema|config|scenarios(?! --validate)|bisect [\w-]+$|replay uv-|(check|record) --mock)"
)
"""No network, no file of the user's, no real client, and nobody to end it."""
DOCSTRINGS: Final = [import_module(f"idxdoctor.cli.{name}").command.__doc__ for name in COMMANDS]
EXAMPLES: Final = [example for docstring in DOCSTRINGS for example in examples_of(docstring)]


def words_of(example: str) -> list[str]:
    """Return the arguments of the program in a command line."""
    command = re.split(r"[|;] ", example)[-1]
    return shlex.split(command)[1:]


def test_the_list_of_commands_says_of_each_what_its_own_help_begins_with() -> None:
    assert [*COMMANDS.values()] == [docstring.split("\n")[0] for docstring in DOCSTRINGS]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_eighty_columns(cli: Cli, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    result = cli(*filter(None, [command]), "--help")
    assert (result.status, result.err) == (0, "")
    assert [line for line in result.out.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_has_examples_and_tells_exit_statuses(cli: Cli, command: str) -> None:
    out = cli(*filter(None, [command]), "--help").out
    assert "\n  Examples:\n    " in out
    assert "exit status" in out.lower()


@pytest.mark.parametrize("example", [example for example in EXAMPLES if "idxdoctor " in example])
def test_every_example_is_a_command_that_is_understood(example: str) -> None:
    words = words_of(example)
    group = typer.main.get_command(application(words))
    assert isinstance(group, typer.core.TyperGroup)
    command = group.commands[words[0]]
    context = command.make_context(words[0], words[1:], resilient_parsing=False)
    assert context.params


@pytest.mark.parametrize("example", [example for example in EXAMPLES if NEEDS_NOTHING.match(example)])
def test_every_example_that_needs_nothing_is_run(cli: Cli, example: str) -> None:
    result = cli(*words_of(example))
    assert result.status in (0, 1)
    assert result.out
    assert result.err == ""


def test_an_example_of_the_main_help_is_run(cli: Cli) -> None:
    lines = cli("--help").out.partition("Examples:\n")[2].partition("\n\n")[0].splitlines()
    assert len(lines) > 3
    for line in lines:
        if NEEDS_NOTHING.match(line.strip()):
            assert cli(*words_of(line.strip())).status in (0, 1)


def test_examples_stand_together_and_can_be_copied(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = cli("replay", "--help").out.partition("Examples:\n")[2].partition("\n\n")[0]
    commands = [" ".join(line.split()) for line in shown.replace("\\\n", " ").splitlines()]
    assert commands == examples_of(import_module("idxdoctor.cli.replay").command.__doc__)


DOCSTRING: Final = """Do it.

    What `idxdoctor check` does, and
    more of it.

    idxdoctor check foo; idxdoctor
    rule IDX106

    uv -vv sync 2>&1 | idxdoctor explain -
    """


def test_paragraphs_that_are_commands_become_examples() -> None:
    assert examples_of(DOCSTRING) == [
        "idxdoctor check foo",
        "idxdoctor rule IDX106",
        "uv -vv sync 2>&1 | idxdoctor explain -",
    ]
    assert help_of(DOCSTRING) == (
        "Do it.\n\nWhat `idxdoctor check` does, and more of it.\n\n"
        "Exit status: 0 done, 2 the command or its input is wrong.\n\n" + block("Examples", examples_of(DOCSTRING))
    )
