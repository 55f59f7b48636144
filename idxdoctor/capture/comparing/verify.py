"""Runs real clients in scenarios' worlds and holds them against their models, many at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Final

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.comparing.compare import Comparison
from idxdoctor.capture.comparing.judge import judge
from idxdoctor.capture.comparing.orders import MANY, MOST
from idxdoctor.capture.running.binaries import program_of
from idxdoctor.capture.running.process import stop_running
from idxdoctor.capture.running.runner import TIME_LIMIT, run_client
from idxdoctor.model.errors import IdxdoctorError
from idxdoctor.model.trace import Client
from idxdoctor.scenario.model import Scenario

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
    scenario: Scenario,
    client: Client,
    program: Path,
    authority: Authority,
    limit: float = TIME_LIMIT,
    most: int = MANY,
) -> Comparison:
    """Return how a real client and its model compare in the scenario's world, by at most so many orders.

    Raises `InputError` where the scenario can't be replayed or the client can't be run.
    """
    return judge(scenario, client, run_client(scenario, client.name, program, authority, limit), most)


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
            return Verdict(scenario, client, verify(scenario, client, program, authority, most=MOST))
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
