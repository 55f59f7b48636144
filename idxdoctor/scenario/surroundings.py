"""A scenario's `given` as the surroundings that a client reads its configuration from."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.config.surroundings import Surroundings, folders_of_paths
from idxdoctor.model.errors import InputError, Place
from idxdoctor.scenario.model import Scenario

PROJECT: Final = Path("/scenario/project")
HOME: Final = Path("/scenario/home")
DEFAULT_COMMANDS: Final = {"uv": "pip compile", "pip": "download", "poetry": "lock", "pdm": "lock"}


class ScenarioFiles(NamedTuple):
    """The files of a scenario, by absolute path, and no others."""

    texts: Mapping[Path, str]
    project: Path = PROJECT
    home: Path = HOME

    def read(self, path: Path) -> str | None:
        """Return the text of a file of the scenario; see `Files.read`."""
        return self.texts.get(path)

    def folders(self, path: Path) -> list[Path]:
        """Return the folders in a folder that has files of the scenario; see `Files.folders`."""
        return folders_of_paths(self.texts, path)


def _reads_project(scenario: Scenario, command: str) -> bool:
    """Say whether a pip-like command of uv, for want of packages, is given the project file."""
    return not scenario.given.packages and command.startswith("pip ") and "pyproject.toml" in scenario.given.files


def surroundings_of(scenario: Scenario, client: str) -> Surroundings:
    """Return what a client, by name, sees in the scenario.

    Raises `InputError` where its command has a quote that is not closed.
    """
    given = scenario.given
    command = given.command.get(client, DEFAULT_COMMANDS.get(client, ""))
    try:
        words = shlex.split(command)
    except ValueError as error:
        place = Place(scenario.file or scenario.id)
        raise InputError(f"the command for {client} can't be read: {error}", place=place) from None
    texts = {HOME / name[2:] if name.startswith("~/") else PROJECT / name: text for name, text in given.files.items()}
    args = given.args.get(client, ())
    if client == "uv" and _reads_project(scenario, command):
        args = (*args, "pyproject.toml")
    return Surroundings(ScenarioFiles(texts), given.env, tuple(words), args)
