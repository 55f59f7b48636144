"""Drives a client's model against a scenario in memory."""

from __future__ import annotations

from collections.abc import Sequence

from idxdoctor.clients.registry import Start, model_of, model_version
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.trace import Client, Lookup, Trace, wire_of
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.surroundings import surroundings_of
from idxdoctor.scenario.world import World
from idxdoctor.transport.memory import MemoryTransport
from idxdoctor.transport.performer import Driver, drive, follow_up, run_lookups


def replay(
    scenario: Scenario, client: Client, driver: Driver = drive, surroundings: Surroundings | None = None
) -> Trace:
    """Return what the client's model does in the scenario's world, its lookups run by `driver`.

    `surroundings` stand in place of what the scenario gives. Raises `InputError` where the configuration can't be
    read, or names no package.
    """
    model = model_of(client.name)
    here = surroundings or surroundings_of(scenario, client.name)
    plan = model.read_plan(here)
    packages: Sequence[str] = tuple(plan.locked) or scenario.given.packages or model.dependencies(here)
    if not packages:
        raise InputError(
            "the scenario names no package",
            place=Place(scenario.file or scenario.id),
            remedy="List some under `given: packages:`, or as dependencies in its pyproject.toml.",
        )
    start = model.start(plan, model_version(client))

    def run(start: Start) -> tuple[Lookup, ...]:
        transport = MemoryTransport(World(scenario, timeout=plan.timeout))
        return follow_up(start, run_lookups(start, packages, driver, transport), drive, transport)

    lookups = run(start)
    others = run(start.doubt.other()) if start.doubt else lookups
    overview = model.overview(plan, model_version(client), here.env)
    if start.doubt is None or list(map(wire_of, others)) == list(map(wire_of, lookups)):
        return Trace("replay", client, plan, lookups, scenario.id, overview=overview)
    return Trace("replay", client, plan, lookups, scenario.id, start.doubt.text, others, overview)
