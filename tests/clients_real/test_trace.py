"""Real releases of clients, traced: their own output is what it is without that, and the trace is what a proxy saw."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.running.keyring import calls_in
from idxdoctor.capture.running.runner import Run
from idxdoctor.capture.tracing.command import Command
from idxdoctor.capture.tracing.log import trace_by_log
from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.model.trace import Client, Outcome
from idxdoctor.scenario.catalogue import find_scenario, find_scenarios
from idxdoctor.scenario.drawing.pdm import draw_pdm
from idxdoctor.scenario.drawing.poetry import draw_poetry
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from tests.clients_real import other_logs, wire
from tests.clients_real.log_differences import differences
from tests.clients_real.logs import Logged
from tests.traced import in_world, traced, untraced
from tests.worlds import PAGE, server, world

RELEASES = ["0.6.17", "0.7.0", "0.13.9"]
PIPS = ["24.0", "26.3"]
FOLDER = Path(__file__).parents[2] / "scenarios" / "uv"
SCENARIOS = [load_scenario(path) for path in find_scenarios([str(FOLDER)]) if path.stem.startswith("uv-13216")]


@pytest.fixture(scope="module")
def authority() -> Authority:
    """One authority for all runs."""
    return Authority()


def without_times(text: str) -> str:
    return re.sub(
        r"\d+(\.\d+)?m?s\b|\d:\d\d:\d\d|[⠀-⣿]|/tmp/\S+?(?=/(cache|project|target|pdm-lock))|pdm-lock-\w+", "", text
    )


@pytest.mark.parametrize("version", RELEASES)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.id)
def test_by_log_the_output_stays_and_the_findings_are_the_models(
    scenario: Scenario, version: str, authority: Authority
) -> None:
    with in_world(scenario, version, authority) as world:
        plain = untraced(world)
    with in_world(scenario, version, authority) as world:
        run = traced(world)
    assert (run.status, without_times(run.out)) == (plain.returncode, without_times(plain.stdout))
    assert without_times(run.err) == without_times(plain.stderr)
    assert run.report["runs"][0]["client"]["version"] == version


@pytest.mark.parametrize("version", RELEASES)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.id)
def test_by_log_is_told_what_was_seen(
    scenario: Scenario, version: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_world(scenario, version, authority) as world:
        monkeypatch.chdir(world.box.project)
        command = Command.of(world.words)
        done = trace_by_log(command, client_of(f"uv=={version}"), world.env, 60)
        calls = calls_in(world.box.keyring_log)
    (trace,) = done.traces
    seen = Run(tuple(world.desk.exchanges), tuple(world.desk.files), calls, done.ended.status, "")
    assert [*differences(Logged(scenario, version, "-vv", "", trace, seen))] == []


def test_credentials_are_named_by_where_they_are_configured(authority: Authority) -> None:
    (scenario,) = [one for one in SCENARIOS if one.id == "uv-13216-second-url"]
    with in_world(scenario, "0.7.0", authority) as world:
        run = traced(world)
    (lookup,) = run.lookups
    assert lookup["exchanges"][1]["credential"] == {"username": "ci", "provenance": "UV_EXTRA_INDEX_URL, 2nd URL"}
    assert [index["asked"] for index in lookup["indexes"]] == [True, True, True, False]
    assert lookup["indexes"][3]["url"] == "https://pypi.org/simple"
    assert run.findings == {"IDX106"}
    assert "the log, line" not in str(run.report)


@pytest.mark.parametrize("version", RELEASES)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.id)
def test_on_the_wire_is_told_what_was_seen_and_why(scenario: Scenario, version: str, authority: Authority) -> None:
    """The same requests, credentials and answers, in the same order, the same end; and the model expects them all."""
    assert [*wire.differences(wire.wired(scenario, version, authority))] == []


def test_a_certificate_that_nobody_knows_fails_as_without_a_proxy(authority: Authority) -> None:
    scenario = load_scenario(find_scenario("uv-gives-up-on-bad-certificates"))
    for version in ("0.11.30", "0.13.9"):
        assert [*wire.differences(wire.wired(scenario, version, authority))] == []


@pytest.mark.parametrize("version", ["0.6.17", "0.13.9"])
def test_a_client_that_takes_any_certificate_is_led_on_to_the_server(version: str, authority: Authority) -> None:
    run = wire.wired(load_scenario(find_scenario("uv-idx709-certificate-not-verified")), version, authority)
    (lookup,) = run.trace.lookups
    told = [(str(one.request.credential), one.answer.status) for one in (*lookup.exchanges, *lookup.files)]
    assert (lookup.ending.outcome, told) == (Outcome.FOUND, [("ci", 200)] * 3)
    assert [finding.code for found in diagnose(run.trace) for finding in found] == ["IDX709"]


def two_indexes() -> Scenario:
    """A world in which pip is refused, redirected, and asked again."""
    return world(
        {
            "PIP_INDEX_URL": "https://ci:hunter2@pypi.acme.example/simple",
            "PIP_EXTRA_INDEX_URL": "https://other.example/private/simple",
        },
        server(
            "https://pypi.acme.example",
            {"path": "/moved/*", "as": "ci", "answer": PAGE},
            {"path": "*", "as": "ci", "answer": 404},
            {"answer": 401},
            accounts={"ci": "hunter2"},
        ),
        server("https://other.example", {"answer": {"redirect": "https://pypi.acme.example/moved/foo/"}}),
    )


@pytest.mark.parametrize("version", PIPS)
def test_pip_on_the_wire_is_told_as_it_was_seen(version: str, authority: Authority) -> None:
    run = wire.wired(two_indexes(), version, authority, "pip")
    assert [*wire.differences(run)] == []
    (lookup,) = run.trace.lookups
    told = [(str(one.request.credential), one.answer.status) for one in lookup.exchanges]
    assert told == [("ci", 404), ("None", 302), ("None", 401), ("ci", 200)]
    assert [index.url.host for index in lookup.ending.indexes] == ["pypi.acme.example", "other.example"]
    assert lookup.ending.outcome is Outcome.FOUND


@pytest.mark.parametrize("version", PIPS)
def test_by_log_pips_output_stays(version: str, authority: Authority) -> None:
    with in_world(two_indexes(), version, authority, "pip") as plain_world:
        plain = untraced(plain_world)
    with in_world(two_indexes(), version, authority, "pip") as traced_world:
        run = traced(traced_world)
        left = [path.name for path in traced_world.box.root.iterdir() if path.name.startswith("idxdoctor-")]
    assert (run.status, without_times(run.out)) == (plain.returncode, without_times(plain.stdout))
    assert without_times(run.err) == without_times(plain.stderr)
    assert run.report["runs"][0]["client"] == {
        "name": "pip",
        "version": version,
        "verified": False,
        "modelled_as": None,
    }
    assert run.lookups[0]["exchanges"][0]["credential"]["username"] == "ci"
    assert left == []


@pytest.mark.parametrize(("client", "version", "draw"), [("poetry", "2.5.1", draw_poetry), ("pdm", "2.26.9", draw_pdm)])
def test_others_on_the_wire_are_told_as_they_were_seen(
    client: str, version: str, draw: Callable[[int], Scenario], authority: Authority
) -> None:
    for seed in (1, 2):
        run = wire.wired(draw(seed), version, authority, client)
        assert run.trace.lookups
        assert [*wire.differences(run)] == []


OTHERS = [("poetry", "1.8.5"), ("poetry", "2.5.1"), ("pdm", "2.20.1"), ("pdm", "2.29.4")]
SEEDS = {"poetry": (1, 2), "pdm": (1, 8008)}


@pytest.mark.parametrize(("client", "version"), OTHERS)
def test_by_log_the_output_of_others_stays(client: str, version: str, authority: Authority) -> None:
    for seed in SEEDS[client]:
        scenario = other_logs.DRAWS[client](seed)
        with in_world(scenario, version, authority, client) as world:
            plain = untraced(world)
        with in_world(scenario, version, authority, client) as world:
            run = traced(world)
            left = [path.name for path in world.box.root.iterdir() if path.name.startswith("idxdoctor-")]
        assert (run.status, without_times(run.out)) == (plain.returncode, without_times(plain.stdout))
        assert without_times(run.err) == without_times(plain.stderr)
        assert run.report["runs"][0]["client"]["version"] == version
        assert left == []


@pytest.mark.parametrize(("client", "version"), OTHERS)
def test_by_log_others_are_told_as_they_were_seen(client: str, version: str, authority: Authority) -> None:
    for seed in SEEDS[client]:
        run = other_logs.traced(other_logs.DRAWS[client](seed), Client(client, version, verified=False), authority)
        assert run.trace is not None
        assert [*other_logs.differences(run)] == []


@pytest.mark.parametrize(("client", "version", "verbosity"), [("poetry", "2.5.1", "-vvv"), ("pdm", "2.28.2", "-vv")])
def test_where_the_user_wants_the_log_too_it_is_shown(
    client: str, version: str, verbosity: str, authority: Authority
) -> None:
    with in_world(other_logs.DRAWS[client](1), version, authority, client) as world:
        world.words.append(verbosity)
        run = traced(world)
    assert [lookup["package"] for lookup in run.lookups] == ["apple-pie"]
    assert "apple-pie" in (run.out if client == "poetry" else run.err)


@pytest.mark.parametrize(("client", "version"), [("poetry", "2.5.1"), ("pdm", "2.28.2")])
def test_what_a_client_runs_knows_nothing_of_it(client: str, version: str, authority: Authority) -> None:
    """What is on Python's path, and in the environment, of a program that poetry or pdm runs."""
    prints = ["python", "-c", "import os, sys; print('idxdoctor' in str(sys.path), *sorted(os.environ), sep=' ')"]
    with in_world(other_logs.DRAWS[client](1), version, authority, client) as world:
        world.words[1:] = ["run", *prints]
        plain, run = untraced(world), traced(world)
    assert (plain.returncode, run.status) == (0, 0)
    assert run.out == plain.stdout
