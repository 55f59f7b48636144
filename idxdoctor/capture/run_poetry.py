"""How poetry is run in a sandbox: its command line, its own variables, the project, and the keyring that it imports."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from idxdoctor.capture.sandbox import Sandbox
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
_MODULES: Final = "modules"
_BACKEND: Final = """\
from keyring.backend import KeyringBackend
from keyring.credentials import SimpleCredential

ENTRIES = {entries!r}


class Keyring(KeyringBackend):
    name = "sandbox Keyring"
    priority = 1

    def get_password(self, service, username):
        return next((word for known, name, word in ENTRIES if (known, name) == (service, username)), None)

    def get_credential(self, service, username):
        found = (entry[1:] for entry in ENTRIES if entry[0] == service and username in (None, entry[1]))
        return next((SimpleCredential(*pair) for pair in found), None)

    def set_password(self, service, username, password):
        raise NotImplementedError  # A keyring must have this method; what a scenario gives is only read.
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
        "POETRY_KEYRING_ENABLED": "true" if scenario.given.keyring else "false",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if not scenario.given.keyring:
        return own
    folder = box.root / _MODULES
    folder.mkdir(exist_ok=True)
    known = [(entry.service, entry.username, entry.password.reveal()) for entry in scenario.given.keyring]
    (folder / "sandbox_keyring.py").write_text(_BACKEND.format(entries=known), encoding="utf-8")
    return own | {"PYTHONPATH": str(folder), "PYTHON_KEYRING_BACKEND": "sandbox_keyring.Keyring"}


def _is_complete(text: str) -> bool:
    """Say whether a project file has what poetry needs beside its sources."""
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the project file is no TOML: {error}", place=Place(_PROJECT_FILE)) from None
    return "project" in document or "dependencies" in document.get("tool", {}).get("poetry", {})
