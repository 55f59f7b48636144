"""Runs real clients in scenarios' worlds and holds them against their models, many at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from time import sleep
from typing import Final

from idxdoctor.capture.authority import Authority
from idxdoctor.capture.binaries import program_of
from idxdoctor.capture.compare import Comparison, compare
from idxdoctor.capture.follow import following
from idxdoctor.capture.groups import Grouping, is_concurrent
from idxdoctor.capture.process import stop_running
from idxdoctor.capture.runner import TIME_LIMIT, Run, run_client
from idxdoctor.model.errors import IdxdoctorError
from idxdoctor.model.trace import Client, Trace
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.performer import Driver
from idxdoctor.transport.replay import replay

_RUNS: Final = 3
_PAUSE: Final = 0.05
WORKERS: Final = 2 * (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one scenario and client: a comparison, or why there is none."""

    scenario: Scenario
    client: Client
    comparison: Comparison | None = None
    error: IdxdoctorError | None = None


def verify(
    scenario: Scenario, client: Client, program: Path, authority: Authority, limit: float = TIME_LIMIT
) -> Comparison:
    """Return how a real client and its model compare in the scenario's world.

    Where chance decides what comes first, a difference must show in every one of a few runs. Raises `InputError`
    where the scenario can't be replayed or the client can't be run.
    """
    trace = replay(scenario, client)
    runs = (run_client(scenario, client.name, program, authority, limit) for _ in range(_RUNS))
    if not is_concurrent(trace):
        return _closest([trace], next(runs))
    return _first_that_agrees(_in_likely_turns(scenario, client, trace, run) for run in runs)


def _in_likely_turns(scenario: Scenario, client: Client, trace: Trace, run: Run) -> Comparison:
    if len(trace.lookups) == 1:
        return _closest([trace], run)
    return _closest((replay(scenario, client, driver) for driver in _turns(trace, run)), run)


def _closest(traces: Iterable[Trace], run: Run) -> Comparison:
    """Compare with each trace, and with what the model says may happen as well."""
    ways = (way for trace in traces for way in (trace, trace._replace(lookups=trace.others)) if way.lookups)
    return _first_that_agrees(compare(way, run) for way in ways)


def _first_that_agrees(comparisons: Iterator[Comparison]) -> Comparison:
    """Return the first comparison that agrees, or else the first of all."""
    first = next(comparisons)
    return first if first.agrees else next((other for other in comparisons if other.agrees), first)


def _turns(trace: Trace, run: Run) -> Iterator[Driver]:
    """Return the orders in which lookups may have taken turns: as on the wire, else round and round.

    The wire tells when a request came, and not which of two answers that went out together was read first.
    """
    packages = [lookup.package for lookup in trace.lookups]
    yield following(Grouping(trace).packages(run.exchanges))
    yield from (following(order) for order in permutations(packages))


def verify_all(
    pairs: Iterable[tuple[Scenario, Client]],
    progress: Callable[[Verdict], None] = lambda _: None,
    programs: Mapping[Client, Path] | None = None,
    workers: int = WORKERS,
) -> list[Verdict]:
    """Verify many pairs at a time and return the verdicts in the order of the pairs.

    `progress` is told each verdict as it comes. `programs` names programs by client; others are found or installed.
    An interruption stops the clients that run.
    """
    authority, named = Authority(), programs or {}

    def judged(scenario: Scenario, client: Client) -> Verdict:
        try:
            program = program_of(client, named.get(client))
            return Verdict(scenario, client, verify(scenario, client, program, authority))
        except IdxdoctorError as error:
            return Verdict(scenario, client, error=error)

    pool = ThreadPoolExecutor(workers)
    futures: list[Future[Verdict]] = []
    try:
        futures += [pool.submit(judged, scenario, client) for scenario, client in pairs]
        for future in as_completed(futures):
            progress(future.result())
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        while any(future.running() for future in futures):
            stop_running()
            sleep(_PAUSE)
        raise
    finally:
        pool.shutdown()
    return [future.result() for future in futures]
