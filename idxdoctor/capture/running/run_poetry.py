"""How poetry is run in a sandbox: its command line, its own variables, the project, and the keyring that it imports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from idxdoctor.capture.running.keyring import keyring_of_poetry
from idxdoctor.capture.running.sandbox import Sandbox
from idxdoctor.capture.running.usual import arguments, command, complete_project, patience
from idxdoctor.scenario.model import Scenario

__all__ = ["command", "patience", "prepare", "variables"]

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


def prepare(scenario: Scenario, box: Sandbox) -> list[str]:
    """Complete the project, and return the arguments of the scenario's command.

    Raises `InputError` where the project file is no TOML.
    """
    dependencies = "".join(f'{name} = "*"\n' for name in scenario.given.packages)
    complete_project(box, f"{_TABLES}{dependencies}", _is_complete)
    return arguments(scenario, "poetry", box)


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


def _is_complete(document: dict[str, Any]) -> bool:
    """Say whether a project file has what poetry needs beside its sources."""
    return "project" in document or "dependencies" in document.get("tool", {}).get("poetry", {})
