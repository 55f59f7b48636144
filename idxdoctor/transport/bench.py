"""Where checks are made: on the network, or in a scenario's world by way of the same code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from math import inf
from typing import NamedTuple, Protocol

from idxdoctor.clients.registry import model_of
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Plan
from idxdoctor.model.trace import Client
from idxdoctor.model.url import Origin, Url
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.surroundings import surroundings_of
from idxdoctor.scenario.world import World
from idxdoctor.transport.keyring import KeyringProgram
from idxdoctor.transport.live import LiveTransport
from idxdoctor.transport.mocked import mocked_network
from idxdoctor.transport.parallel import PER_HOST, drive_in_parallel
from idxdoctor.transport.performer import Driver, Progress, drive
from idxdoctor.transport.vault import accounts_of, configured


class Bench(Protocol):
    """Where checks are made: on the network, or in a scenario's world."""

    @property
    def here(self) -> Surroundings:
        """The surroundings that are checked, before any fix."""

    @property
    def scenario_id(self) -> str | None:
        """The id of the scenario whose world answers, if one does."""

    @property
    def repeatable(self) -> bool:
        """Say whether asking once more is free, and the answers are the same."""

    @property
    def deadline(self) -> float:
        """The time on the monotonic clock at which everything ends."""

    def network(self, client: Client, plan: Plan, here: Surroundings) -> AbstractContextManager[LiveTransport]:
        """Return what performs a client's requests, for as long as its context lasts."""

    def driver(self, progress: Progress) -> Driver:
        """Return what runs the lookups."""

    def credentials(self, plan: Plan, origin: Origin) -> Iterable[Credential]:
        """Return the credentials that are at hand for an origin."""


class LiveBench(NamedTuple):
    """The network, from these surroundings, each host asked `per_host` things at once; see `Bench`."""

    here: Surroundings
    scenario_id: None = None
    repeatable: bool = False
    per_host: int = PER_HOST
    deadline: float = inf

    @contextmanager
    def network(self, client: Client, plan: Plan, here: Surroundings) -> Iterator[LiveTransport]:
        """Return what sends a client's requests; see `Bench.network`."""
        program = KeyringProgram(here.env, self.deadline)
        transport = LiveTransport(
            model_of(client.name).headers(client.version),
            plan.timeout,
            here.env,
            keyring=program.ask,
            deadline=self.deadline,
            proxies=model_of(client.name).proxies(plan, client.version),
        )
        try:
            yield transport
        finally:
            program.stop()
            transport.close()

    def driver(self, progress: Progress) -> Driver:
        """Return what runs several lookups at once."""
        return partial(drive_in_parallel, progress=progress, per_host=self.per_host, deadline=self.deadline)

    def credentials(self, plan: Plan, origin: Origin) -> Iterable[Credential]:
        """Return what is configured for an origin; nobody knows more."""
        return configured(plan, origin)


class MockedBench(NamedTuple):
    """The live path, requests and all, in a scenario's world: nothing leaves this process. See `Bench`."""

    scenario: Scenario
    here: Surroundings
    repeatable: bool = True
    deadline: float = inf

    @classmethod
    def of(cls, scenario: Scenario, client: str) -> MockedBench:
        """Return the bench of a scenario for a client, by name."""
        return cls(scenario, surroundings_of(scenario, client))

    @property
    def scenario_id(self) -> str:
        """The scenario's id."""
        return self.scenario.id

    @contextmanager
    def network(self, client: Client, plan: Plan, here: Surroundings) -> Iterator[LiveTransport]:  # noqa: ARG002 - a scenario has its own environment
        """Return what sends a client's requests into the world, which is as new."""
        world = World(self.scenario, timeout=plan.timeout)

        def taken_for(url: Url, credential: Credential) -> str | None:
            return world.taken_for(url, credential.username or "", credential.password)

        transport = LiveTransport(
            model_of(client.name).headers(client.version),
            plan.timeout,
            env={},
            keyring=lambda question: world.keyring(question.service, question.username),
            identify=taken_for,
            sleep=lambda _: None,
        )
        with mocked_network(world):
            yield transport
            transport.close()

    def driver(self, progress: Progress) -> Driver:  # noqa: ARG002 - a world answers at once
        """Return what runs the lookups in turns, as a replay does."""
        return drive

    def credentials(self, plan: Plan, origin: Origin) -> Iterable[Credential]:  # noqa: ARG002 - the scenario knows all
        """Return what the scenario's server lets in."""
        return accounts_of(self.scenario, origin)
