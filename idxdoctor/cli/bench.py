"""Where a command checks: on the network from here, or in a scenario's world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idxdoctor.cli.here import surroundings_here
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.trace import Client

if TYPE_CHECKING:
    from idxdoctor.transport.bench import Bench


def bench_for(mock: str | None, like: str | None, client: Client) -> tuple[Bench, tuple[str, ...]]:
    """Return where to check, and the packages that it names itself.

    Raises `InputError` where `mock` names no scenario, or `like` is given with it.
    """
    from idxdoctor.transport.bench import LiveBench, MockedBench

    if mock is None:
        return LiveBench(surroundings_here(like)), ()
    if like is not None:
        raise InputError("a scenario has its own command", place=Place("--like"), remedy="Leave out --like or --mock.")
    from idxdoctor.scenario.library import find_scenario
    from idxdoctor.scenario.loader import load_scenario

    scenario = load_scenario(find_scenario(mock))
    return MockedBench.of(scenario, client.name), scenario.given.packages
