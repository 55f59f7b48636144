"""Drives a client's model against a scenario in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from idxdoctor.clients.registry import Start, model_of, model_version
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.known_secrets import secrets_of_environment
from idxdoctor.model.plan import Plan
from idxdoctor.model.trace import Client, Lookup, Trace, wire_of
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.surroundings import surroundings_of
from idxdoctor.scenario.world import World
from idxdoctor.transport.memory import MemoryTransport
from idxdoctor.transport.performer import drive, follow_up, run_lookups


class Beginning(NamedTuple):
    """What a client's run in a scenario's world begins with."""

    scenario: Scenario
    client: Client
    plan: Plan
    packages: tuple[str, ...]
    variables: Mapping[str, str]

    def start(self) -> Start:
        """Begin a run afresh."""
        return model_of(self.client.name).start(self.plan, model_version(self.client))

    def world(self) -> MemoryTransport:
        """Return the world as it is before the run."""
        return MemoryTransport(World(self.scenario, timeout=self.plan.timeout))

    def trace(self, lookups: tuple[Lookup, ...]) -> Trace:
        """Return the trace that these lookups are of."""
        overview = model_of(self.client.name).overview(self.plan, model_version(self.client), self.variables)
        secrets = frozenset(secrets_of_environment(self.variables))
        return Trace("replay", self.client, self.plan, lookups, self.scenario.id, overview=overview, secrets=secrets)


def beginning(scenario: Scenario, client: Client, surroundings: Surroundings | None = None) -> Beginning:
    """Read what the scenario gives the client, or `surroundings` in its place.

    Raises `InputError` where the configuration can't be read, or names no package.
    """
    model = model_of(client.name)
    here = surroundings or surroundings_of(scenario, client.name)
    plan = model.read_plan(here)
    packages = tuple(plan.locked) or scenario.given.packages or model.dependencies(here)
    if not packages:
        raise InputError(
            "the scenario names no package",
            place=Place(scenario.file or scenario.id),
            remedy="List some under `given: packages:`, or as dependencies in its pyproject.toml.",
        )
    return Beginning(scenario, client, plan, tuple(packages), here.env)


def replay(scenario: Scenario, client: Client, surroundings: Surroundings | None = None) -> Trace:
    """Return what the client's model does in the scenario's world; arguments and errors are those of `beginning`."""
    begun = beginning(scenario, client, surroundings)
    start = begun.start()
    lookups = _run(begun, start)
    others = _run(begun, start.doubt.other()) if start.doubt else lookups
    if start.doubt is None or list(map(wire_of, others)) == list(map(wire_of, lookups)):
        return begun.trace(lookups)
    return begun.trace(lookups)._replace(doubt=start.doubt.text, others=others)


def _run(begun: Beginning, start: Start) -> tuple[Lookup, ...]:
    transport = begun.world()
    return follow_up(start, run_lookups(start, begun.packages, drive, transport), drive, transport)
