"""How pdm is run in a sandbox: its command line, its own variables, and the project."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from idxdoctor.capture.running.sandbox import Sandbox
from idxdoctor.config.toml_file import reason_of
from idxdoctor.model.errors import InputError, Place
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.surroundings import surroundings_of

PATIENCE: Final = 15.0
"""How many seconds pdm waits for an answer (pdm: project/config.py `request_timeout`)."""
_PROJECT_FILE: Final = "pyproject.toml"
_OWNER_ONLY: Final = 0o600


def command(program: Path) -> list[str]:
    """Return how pdm is started."""
    return [str(program)]


def patience(_: Scenario) -> float:
    """Return how long pdm waits for an answer, in seconds."""
    return PATIENCE


def prepare(scenario: Scenario, box: Sandbox) -> list[str]:
    """Complete the project, and return the arguments of the scenario's command.

    Raises `InputError` where the project file is no TOML.
    """
    surroundings = surroundings_of(scenario, "pdm")
    path = box.project / _PROJECT_FILE
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    try:
        complete = "project" in tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the project file is no TOML: {reason_of(error)}", place=Place(_PROJECT_FILE)) from None
    if not complete:
        table = '[project]\nname = "sandbox"\nversion = "0"\nrequires-python = ">=3.11"\n'
        dependencies = json.dumps(list(scenario.given.packages))
        path.write_text(f"{table}dependencies = {dependencies}\n\n{text}", encoding="utf-8")
    netrc = box.home / ".netrc"
    if netrc.exists():
        netrc.chmod(_OWNER_ONLY)
    return [*surroundings.command, *(box.placed(argument) for argument in surroundings.args)]


def variables(_: Scenario, box: Sandbox) -> Mapping[str, str]:
    """Return pdm's own variables: its cache, the running interpreter, no questions and no look for a newer pdm."""
    return {
        "PDM_CACHE_DIR": str(box.cache),
        "PDM_CHECK_UPDATE": "false",
        "PDM_NON_INTERACTIVE": "1",
        "PDM_USE_VENV": "false",
        "PDM_PYTHON": sys.executable,
        "PDM_IGNORE_SAVED_PYTHON": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
