"""How uv is run in a sandbox: its command line, its own variables, and the files that its command needs."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from typing import Final

from idxdoctor.capture.answering.desk import drops
from idxdoctor.capture.running.sandbox import Sandbox
from idxdoctor.capture.running.usual import PROJECT_FILE, arguments, command
from idxdoctor.clients.registry import model_of
from idxdoctor.model.exchange import Failure
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.surroundings import surroundings_of

__all__ = ["command", "patience", "prepare", "variables"]

_REQUIREMENTS: Final = "requirements.in"
_PATIENCE: Final = "3"
"""How many seconds uv waits for answers that are made not to come."""


def patience(scenario: Scenario) -> float:
    """Return how long uv waits for an answer, in seconds.

    Raises `InputError` where the scenario's configuration can't be read.
    """
    return model_of("uv").read_plan(surroundings_of(scenario, "uv")).timeout


def prepare(scenario: Scenario, box: Sandbox) -> list[str]:
    """Write what the scenario's command reads, and return the command's arguments."""
    surroundings = surroundings_of(scenario, "uv")
    packages = scenario.given.packages
    told = arguments(scenario, "uv", box)
    if surroundings.command[:1] != ("pip",):
        _complete_project(box, packages)
        return told
    if not packages:
        return told
    (box.project / _REQUIREMENTS).write_text("".join(f"{name}\n" for name in packages), encoding="utf-8")
    if surroundings.command == ("pip", "install"):
        return [*told, "--target", str(box.root / "target"), "-r", _REQUIREMENTS]
    return [*told, _REQUIREMENTS]


def variables(scenario: Scenario, box: Sandbox) -> Mapping[str, str]:
    """Return uv's own variables: its cache, the running interpreter, and no waiting between retries."""
    own = {
        "UV_CACHE_DIR": str(box.cache),
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
        "UV_TEST_NO_HTTP_RETRY_DELAY": "1",
        "UV_INTERNAL__TEST_NO_HTTP_RETRY_DELAY": "1",
    }
    return own | ({"UV_HTTP_TIMEOUT": _PATIENCE} if Failure.TIMEOUT in drops(scenario) else {})


def _complete_project(box: Sandbox, packages: tuple[str, ...]) -> None:
    """Give the project a `[project]` table that depends on the packages, unless it has one or wants none."""
    path = box.project / PROJECT_FILE
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    try:
        if "project" in tomllib.loads(text) or (text and not packages):
            return
    except tomllib.TOMLDecodeError:
        return
    python = f">={sys.version_info.major}.{sys.version_info.minor}"
    table = f'[project]\nname = "sandbox"\nversion = "0"\nrequires-python = "{python}"\n'
    path.write_text(f"{text}\n{table}dependencies = {json.dumps(list(packages))}\n", encoding="utf-8")
