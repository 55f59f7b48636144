"""Which client a command line runs."""

from __future__ import annotations

import sys

import pytest

from idxdoctor.capture.tracing.command import Command
from idxdoctor.model.errors import InputError


@pytest.mark.parametrize(
    ("words", "client", "told"),
    [
        (["uv", "sync"], "uv", ("sync",)),
        (["/opt/uv/bin/uv", "pip", "install", "x"], "uv", ("pip", "install", "x")),
        (["uvx", "ruff"], "uv", ("tool", "run", "ruff")),
        (["uv", "run", "-p", "3.12", "--", "pytest", "--index-url", "x"], "uv", ("run", "-p", "3.12")),
        (["python", "-m", "uv", "lock"], "uv", ("lock",)),
        (["/usr/bin/python3.12", "-m", "pip", "install", "x"], "pip", ("install", "x")),
        (["pip3.11", "download", "x"], "pip", ("download", "x")),
        (["pip3"], "pip", ()),
        (["python", "/opt/pip.pyz", "list"], "pip", ("list",)),
        (["python3", "/opt/site/pip", "list"], "pip", ("list",)),
        (["poetry", "lock"], "poetry", ("lock",)),
        (["pdm", "lock"], "pdm", ("lock",)),
        (["python", "setup.py"], None, ("setup.py",)),
        (["uvicorn", "app"], None, ("app",)),
        (["pipx", "run", "x"], None, ("run", "x")),
        (["curl", "x"], None, ("x",)),
    ],
)
def test_the_client_is_told_by_the_program(words: list[str], client: str | None, told: tuple[str, ...]) -> None:
    command = Command.of(words)
    assert (command.client, command.for_client) == (client, told)
    assert list(command.words) == words


def test_no_command_is_an_error_with_an_example() -> None:
    with pytest.raises(InputError, match="no command was given"):
        Command.of([])


def test_the_version_is_what_the_program_says() -> None:
    pip = Command.of([sys.executable, "-m", "pip", "list"])
    assert pip.version({}) is not None


def test_a_program_that_is_not_there_is_an_error() -> None:
    with pytest.raises(InputError, match="the program can't be run: No such file"):
        Command.of(["/no/such/uv", "sync"]).version({})
