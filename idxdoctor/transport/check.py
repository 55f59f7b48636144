"""The main job: read the configuration as the client would, and ask the indexes what the client would ask."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from idxdoctor.clients.registry import model_of, model_version
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.credential import Credential
from idxdoctor.model.errors import InputError
from idxdoctor.model.trace import Client, Outcome, Trace
from idxdoctor.model.url import Url
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.surroundings import surroundings_of
from idxdoctor.scenario.world import World
from idxdoctor.transport.keyring import ask_keyring_program
from idxdoctor.transport.live import LiveTransport
from idxdoctor.transport.mocked import mocked_network
from idxdoctor.transport.parallel import drive_in_parallel
from idxdoctor.transport.performer import Progress, drive, run_lookups


def packages_to_check(surroundings: Surroundings, client: Client, packages: Sequence[str]) -> list[str]:
    """Return the packages to look up: those given, else what the project depends on.

    Raises `InputError` where there are none.
    """
    wanted = list(dict.fromkeys(packages)) or model_of(client.name).dependencies(surroundings)
    if not wanted:
        raise InputError(
            "there is no package to look up: none was named, and no dependency stands in a pyproject.toml here",
            remedy="Name one: `idxdoctor check PACKAGE`.",
        )
    return wanted


def check(surroundings: Surroundings, client: Client, packages: Sequence[str], progress: Progress) -> Trace:
    """Ask the real indexes for the packages.

    `progress` is told each package whose lookup has ended. Raises `InputError` where the configuration can't be
    read.
    """
    model = model_of(client.name)
    plan = model.read_plan(surroundings)
    transport = LiveTransport(
        model.headers(client.version),
        plan.timeout,
        surroundings.env,
        keyring=partial(ask_keyring_program, env=surroundings.env),
    )
    try:
        driver = partial(drive_in_parallel, progress=progress)
        start = model.start(plan, model_version(client))
        lookups = run_lookups(start, packages, driver, transport)
    finally:
        transport.close()
    unfound = any(lookup.ending.outcome is not Outcome.FOUND for lookup in lookups)
    doubt = start.doubt.text if start.doubt and unfound else None
    overview = model.overview(plan, model_version(client), surroundings.env)
    return Trace("check", client, plan, lookups, doubt=doubt, overview=overview)


def check_mocked(
    scenario: Scenario, client: Client, packages: Sequence[str] = (), surroundings: Surroundings | None = None
) -> Trace:
    """Do the same, live path and all, in a scenario's world: nothing leaves this process.

    `surroundings` stand in place of what the scenario gives.
    """
    model = model_of(client.name)
    here = surroundings or surroundings_of(scenario, client.name)
    plan = model.read_plan(here)
    wanted = packages_to_check(here, client, packages or scenario.given.packages)
    world = World(scenario, timeout=plan.timeout)

    def taken_for(url: Url, credential: Credential) -> str | None:
        return world.taken_for(url, credential.username or "", credential.password)

    transport = LiveTransport(
        model.headers(client.version),
        plan.timeout,
        env={},
        keyring=lambda question: world.keyring(question.service, question.username),
        identify=taken_for,
        sleep=lambda _: None,
    )
    with mocked_network(world):
        lookups = run_lookups(model.start(plan, model_version(client)), wanted, drive, transport)
        transport.close()
    overview = model.overview(plan, model_version(client), here.env)
    return Trace("check", client, plan, lookups, scenario.id, overview=overview)
