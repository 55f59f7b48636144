"""What most clients have in common where they are run in a sandbox."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from idxdoctor.capture.running.sandbox import Sandbox
from idxdoctor.config.toml_file import reason_of
from idxdoctor.model.errors import InputError, Place
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.surroundings import surroundings_of

PROJECT_FILE: Final = "pyproject.toml"
_PATIENCE: Final = 15.0


def command(program: Path) -> list[str]:
    """Return how the client is started."""
    return [str(program)]


def patience(_: Scenario) -> float:
    """Return how long pip, poetry and pdm wait for an answer, in seconds.

    pip: _internal/cli/cmdoptions.py `timeout`; poetry: utils/constants.py REQUESTS_TIMEOUT; pdm: project/config.py
    `request_timeout`.
    """
    return _PATIENCE


def arguments(scenario: Scenario, client: str, box: Sandbox) -> list[str]:
    """Return the scenario's command for the client, with its paths in the sandbox."""
    surroundings = surroundings_of(scenario, client)
    return [*surroundings.command, *(box.placed(argument) for argument in surroundings.args)]


def complete_project(box: Sandbox, tables: str, is_complete: Callable[[dict[str, Any]], bool]) -> None:
    """Put tables before what the project file has, unless that is complete.

    Raises `InputError` where the project file is no TOML.
    """
    path = box.project / PROJECT_FILE
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the project file is no TOML: {reason_of(error)}", place=Place(PROJECT_FILE)) from None
    if not is_complete(document):
        path.write_text(f"{tables}\n{text}", encoding="utf-8")
