"""How pip is run in a sandbox: its command line, its own variables, and how an installed release is started."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from idxdoctor.capture.running.keyring import install_keyring_module
from idxdoctor.capture.running.sandbox import Sandbox
from idxdoctor.capture.running.usual import arguments, patience
from idxdoctor.scenario.model import Scenario

__all__ = ["command", "patience", "prepare", "variables"]


def command(program: Path) -> list[str]:
    """Return how a release is started: one that was installed into a folder is no program of its own."""
    package = program.parent.parent / "pip"
    return [sys.executable, str(package)] if (package / "__main__.py").exists() else [str(program)]


def prepare(scenario: Scenario, box: Sandbox) -> list[str]:
    """Return the arguments of the scenario's command, `pip download` if it names none."""
    told = arguments(scenario, "pip", box)
    if told[:1] == ["download"]:
        told += ["--no-deps", "--dest", str(box.root / "target")]
    elif told[:1] == ["install"]:
        told += ["--no-deps", "--target", str(box.root / "target")]
    return [*told, *scenario.given.packages]


def variables(scenario: Scenario, box: Sandbox) -> Mapping[str, str]:
    """Return pip's own variables: its cache, one retry unless the scenario says how many, and no look for a newer pip.

    A keyring that the scenario gives is also there as a module, which is all that pip before 23.0 knows.
    """
    own = {
        "PIP_CACHE_DIR": str(box.cache),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_RETRIES": scenario.given.env.get("PIP_RETRIES", "1"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if not scenario.given.keyring:
        return own
    install_keyring_module(box.modules, scenario.given.keyring, box.keyring_log)
    return own | {"PYTHONPATH": str(box.modules)}
