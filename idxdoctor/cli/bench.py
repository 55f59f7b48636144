"""Where a command checks: on the network from here, or in a scenario's world."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from idxdoctor.cli.here import surroundings_here
from idxdoctor.clients.registry import model_of
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
    from idxdoctor.scenario.catalogue import find_scenario
    from idxdoctor.scenario.loader import load_scenario

    scenario = load_scenario(find_scenario(mock))
    return MockedBench.of(scenario, client.name), scenario.given.packages


class Limits(NamedTuple):
    """How many requests a host is sent at once, and when all ends, on the monotonic clock."""

    per_host: int
    deadline: float


def checked_bench(
    mock: str | None, like: str | None, client: Client, named: list[str], files: Sequence[Path], limits: Limits
) -> tuple[Bench, list[str]]:
    """Return where to check, and the packages to look up: those named, those of the files, else the project's.

    Without a name and a file the lock of the project counts. Raises `InputError` as `bench_for` does, where the files
    can't be read, and where there is nothing to look up.
    """
    from idxdoctor.transport.bench import LiveBench
    from idxdoctor.transport.check import packages_to_check

    bench, given = bench_for(mock, like, client)
    if isinstance(bench, LiveBench):
        bench = bench._replace(per_host=limits.per_host, deadline=limits.deadline)
        if files or not named:
            bench = bench._replace(here=model_of(client.name).with_files(bench.here, files))
    elif files:
        raise InputError("a scenario has its own files", place=Place("-r"), remedy="Leave out -r or --mock.")
    in_files = model_of(client.name).dependencies(bench.here) if files else []
    return bench, packages_to_check(bench.here, client, [*named, *in_files] or given)
