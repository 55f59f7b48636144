"""Many comparisons at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.comparing import verify as module
from idxdoctor.capture.comparing.verify import Verdict, verify_all
from idxdoctor.capture.running.process import run_limited
from idxdoctor.capture.running.runner import Run
from idxdoctor.clients.registry import client_of
from idxdoctor.model.errors import InputError
from idxdoctor.scenario.model import Scenario
from tests.capture.made import one_server, scenario

CLIENT = client_of("uv==0.13.9")
NOTHING = Run((), (), (), 2, "")
NO_INDEX = "{packages: [foo], args: {uv: [--no-index]}}"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Scenario], Run]], None]:
    """Return a way to put something in a real client's place."""
    monkeypatch.setattr(module, "program_of", lambda client, named: named or Path(client.name))

    def put(run: Callable[[Scenario], Run]) -> None:
        def run_client(scenario: Scenario, name: str, program: Path, authority: Authority, limit: float) -> Run:
            assert (name, program, limit > 0) == ("uv", Path("uv"), True)
            assert authority is not None
            return run(scenario)

        monkeypatch.setattr(module, "run_client", run_client)

    return put


def test_verdicts_come_in_order_and_are_told_as_they_come(runs: Callable[[Callable[[Scenario], Run]], None]) -> None:
    runs(lambda _: NOTHING)
    told: list[Verdict] = []
    worlds = [scenario("[]", NO_INDEX), one_server("{answer: 404}")]
    verdicts = verify_all([(world, CLIENT) for world in worlds], told.append)
    assert [verdict.scenario for verdict in verdicts] == worlds
    assert [verdict.comparison and verdict.comparison.agrees for verdict in verdicts] == [True, False]
    assert sorted(map(id, told)) == sorted(map(id, verdicts))


def test_a_world_that_can_not_be_run_does_not_stop_the_others(
    runs: Callable[[Callable[[Scenario], Run]], None],
) -> None:
    def fails(world: Scenario) -> Run:
        if world.given.args:
            return NOTHING
        raise InputError("it can't be run")

    runs(fails)
    first, second = verify_all([(one_server(), CLIENT), (scenario("[]", NO_INDEX), CLIENT)])
    assert (first.comparison, str(first.error)) == (None, "it can't be run")
    assert second.comparison is not None


def test_an_interruption_stops_what_runs(runs: Callable[[Callable[[Scenario], Run]], None], tmp_path: Path) -> None:
    def sleeps(world: Scenario) -> Run:
        if world.given.args:
            return NOTHING
        run_limited(["sleep", "60"], {"PATH": "/usr/bin:/bin"}, tmp_path, 60)
        return NOTHING

    def interrupt(_: Verdict) -> None:
        raise KeyboardInterrupt

    runs(sleeps)
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        verify_all([(one_server(), CLIENT), (scenario("[]", NO_INDEX), CLIENT)], interrupt)
    assert time.monotonic() - started < 20
