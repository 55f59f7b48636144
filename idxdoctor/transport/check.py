"""The main job: read the configuration as the client would, and ask the indexes what the client would ask."""

from __future__ import annotations

from collections.abc import Sequence

from idxdoctor.clients.registry import Start, model_of, model_version
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.errors import InputError
from idxdoctor.model.known_secrets import secrets_of_environment
from idxdoctor.model.trace import Client, Lookup, Outcome, Trace, wire_of
from idxdoctor.transport.bench import Bench
from idxdoctor.transport.performer import Progress, run_lookups


def packages_to_check(surroundings: Surroundings, client: Client, packages: Sequence[str]) -> list[str]:
    """Return the packages to look up: those given, else what the files that the command names or the project need.

    Raises `InputError` where there are none, or a file can't be read.
    """
    wanted = list(dict.fromkeys(packages)) or model_of(client.name).dependencies(surroundings)
    if not wanted:
        raise InputError(
            "there is no package to look up: none was named, and no dependency stands in a pyproject.toml, a lock or "
            "the requirements",
            remedy="Name one, or a file: `idxdoctor check PACKAGE`, `idxdoctor check -r requirements.txt`.",
        )
    return wanted


def silent(_: str) -> None:
    """Take note of nothing: the progress of what is not worth showing."""


def check(
    bench: Bench,
    client: Client,
    packages: Sequence[str],
    progress: Progress = silent,
    here: Surroundings | None = None,
) -> Trace:
    """Ask the indexes for the packages. `here` stands in place of the bench's own surroundings.

    `progress` is told each package whose lookup has ended. Raises `InputError` where the configuration can't be
    read.
    """
    model = model_of(client.name)
    surroundings = here or bench.here
    plan = model.read_plan(surroundings)
    start = model.start(plan, model_version(client))

    def run(start: Start) -> tuple[Lookup, ...]:
        with bench.network(client, plan, surroundings) as transport:
            return run_lookups(start, packages, bench.driver(progress), transport)

    lookups = run(start)
    overview = model.overview(plan, model_version(client), surroundings.env)
    secrets = frozenset(secrets_of_environment(surroundings.env))
    trace = Trace("check", client, plan, lookups, bench.scenario_id, overview=overview, secrets=secrets)
    if start.doubt is None or all(lookup.ending.outcome is Outcome.FOUND for lookup in lookups):
        return trace
    if not bench.repeatable:
        return trace._replace(doubt=start.doubt.text)
    others = run(start.doubt.other())
    differ = list(map(wire_of, others)) != list(map(wire_of, lookups))
    return trace._replace(doubt=start.doubt.text, others=others) if differ else trace
