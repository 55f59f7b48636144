"""A scenario's `given` as the surroundings that a client reads its configuration from."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.errors import InputError, Place
from idxdoctor.scenario.model import Scenario

PROJECT: Final = Path("/scenario/project")
HOME: Final = Path("/scenario/home")
DEFAULT_COMMANDS: Final = {"uv": "pip compile", "pip": "download", "poetry": "lock", "pdm": "lock"}


@dataclass(frozen=True, slots=True)
class ScenarioFiles:
    """The files of a scenario, and no others."""

    scenario: Scenario
    project: Path = PROJECT
    home: Path = HOME

    def read(self, path: Path) -> str | None:
        """Return the text of a file of the scenario; see `Files.read`."""
        if path.is_relative_to(HOME):
            return self.scenario.given.files.get("~/" + path.relative_to(HOME).as_posix())
        name = path.relative_to(PROJECT).as_posix() if path.is_relative_to(PROJECT) else path.as_posix()
        return self.scenario.given.files.get(name)


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
    return Surroundings(ScenarioFiles(scenario), given.env, tuple(words), given.args.get(client, ()))
