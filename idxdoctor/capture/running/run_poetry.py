"""How poetry is run in a sandbox: its command line, its own variables, the project, and the keyring that it imports."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from idxdoctor.capture.running.keyring import keyring_of_poetry
from idxdoctor.capture.running.sandbox import Sandbox
from idxdoctor.config.toml_file import reason_of
from idxdoctor.model.errors import InputError, Place
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.surroundings import surroundings_of

PATIENCE: Final = 15.0
"""How many seconds poetry waits for an answer (poetry: utils/constants.py REQUESTS_TIMEOUT)."""
_PROJECT_FILE: Final = "pyproject.toml"
_TABLES: Final = """\
[tool.poetry]
name = "sandbox"
version = "0"
description = ""
authors = []
package-mode = false

[tool.poetry.dependencies]
python = ">=3.11"
"""


def command(program: Path) -> list[str]:
    """Return how poetry is started."""
    return [str(program)]


def patience(_: Scenario) -> float:
    """Return how long poetry waits for an answer, in seconds."""
    return PATIENCE


def prepare(scenario: Scenario, box: Sandbox) -> list[str]:
    """Complete the project, and return the arguments of the scenario's command.

    Raises `InputError` where the project file is no TOML.
    """
    surroundings = surroundings_of(scenario, "poetry")
    path = box.project / _PROJECT_FILE
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if not _is_complete(text):
        dependencies = "".join(f'{name} = "*"\n' for name in scenario.given.packages)
        path.write_text(f"{_TABLES}{dependencies}\n{text}", encoding="utf-8")
    return [*surroundings.command, *(box.placed(argument) for argument in surroundings.args)]


def variables(scenario: Scenario, box: Sandbox) -> Mapping[str, str]:
    """Return poetry's own variables: its folders, no virtual environment and no questions, the scenario's keyring."""
    own = {
        "POETRY_CACHE_DIR": str(box.cache),
        "POETRY_CONFIG_DIR": str(box.home / ".config" / "pypoetry"),
        "POETRY_DATA_DIR": str(box.root / "data"),
        "POETRY_VIRTUALENVS_CREATE": "false",
        "POETRY_NO_INTERACTION": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return own | keyring_of_poetry(box.modules, scenario.given.keyring, box.keyring_log)


def _is_complete(text: str) -> bool:
    """Say whether a project file has what poetry needs beside its sources."""
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the project file is no TOML: {reason_of(error)}", place=Place(_PROJECT_FILE)) from None
    return "project" in document or "dependencies" in document.get("tool", {}).get("poetry", {})
