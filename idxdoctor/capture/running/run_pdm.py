"""How pdm is run in a sandbox: its command line, its own variables, and the project."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Final

from idxdoctor.capture.running.sandbox import Sandbox
from idxdoctor.capture.running.usual import arguments, command, complete_project, patience
from idxdoctor.scenario.model import Scenario

__all__ = ["command", "patience", "prepare", "variables"]

_TABLE: Final = '[project]\nname = "sandbox"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = {}\n'
_OWNER_ONLY: Final = 0o600


def prepare(scenario: Scenario, box: Sandbox) -> list[str]:
    """Complete the project, and return the arguments of the scenario's command.

    Raises `InputError` where the project file is no TOML.
    """
    table = _TABLE.format(json.dumps(list(scenario.given.packages)))
    complete_project(box, table, lambda document: "project" in document)
    netrc = box.home / ".netrc"
    if netrc.exists():
        netrc.chmod(_OWNER_ONLY)
    return arguments(scenario, "pdm", box)


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
