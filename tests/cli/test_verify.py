"""`idxdoctor verify`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

from idxdoctor.capture.comparing.compare import compare
from idxdoctor.capture.comparing.verify import Verdict
from idxdoctor.capture.running.binaries import program_of
from idxdoctor.capture.running.runner import Run
from idxdoctor.cli import verify as module
from idxdoctor.clients.registry import client_of
from idxdoctor.model.errors import CheckError
from idxdoctor.model.trace import Client
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import replay
from tests.cli.conftest import Cli
from tests.worlds import server, world_text

CANARY = "zq7Canary"
SECOND_URL = "uv-13216-second-url"
NEW = ("--client", "uv==0.13.9")
Judge: TypeAlias = Callable[[Scenario, Client], Verdict]


def differs(scenario: Scenario, client: Client) -> Verdict:
    """Say that the client sent nothing and did not end."""
    return Verdict(scenario, client, compare(replay(scenario, client), Run((), (), (), None, CANARY)))


def agrees(scenario: Scenario, client: Client) -> Verdict:
    comparison = differs(scenario, client).comparison
    assert comparison is not None
    return Verdict(scenario, client, replace(comparison, parting=None))


def fails(scenario: Scenario, client: Client) -> Verdict:
    return Verdict(scenario, client, error=CheckError("it can't be installed"))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Callable[[Judge], list[tuple[str, str, Path | None]]]:
    """Return a way to put a judge in the place of real runs; it returns what is judged, in order."""

    def put(judge: Judge) -> list[tuple[str, str, Path | None]]:
        asked: list[tuple[str, str, Path | None]] = []

        def verify_all(
            pairs: Iterable[tuple[Scenario, Client]],
            progress: Callable[[Verdict], None],
            programs: Mapping[Client, Path],
        ) -> list[Verdict]:
            verdicts: list[Verdict] = []
            for scenario, client in pairs:
                asked.append((scenario.id, client.version, programs.get(client)))
                verdicts.append(judge(scenario, client))
                progress(verdicts[-1])
            return verdicts

        monkeypatch.setattr(module, "verify_all", verify_all)
        return asked

    return put


Judged: TypeAlias = Callable[[Judge], list[tuple[str, str, Path | None]]]


@pytest.mark.parametrize(("judge", "status"), [(agrees, 0), (differs, 1), (fails, 3)])
def test_the_status_says_how_it_went(cli: Cli, judged: Judged, judge: Judge, status: int) -> None:
    judged(judge)
    result = cli("verify", SECOND_URL, *NEW)
    assert (result.status, result.err) == (status, "")
    assert CANARY not in result.out


def test_a_difference_weighs_more_than_a_run_that_could_not_be_made(cli: Cli, judged: Judged) -> None:
    judged(lambda scenario, client: (fails if client.version == "0.7.0" else differs)(scenario, client))
    assert cli("verify", SECOND_URL, "--client", "uv==0.7.0", *NEW).status == 1


def test_every_scenario_is_run_with_every_client(cli: Cli, judged: Judged) -> None:
    asked = judged(agrees)
    result = cli("verify", SECOND_URL, "uv-files-elsewhere", "--client", "uv==0.7.0", *NEW)
    assert asked == [
        (world, version, None) for world in (SECOND_URL, "uv-files-elsewhere") for version in ("0.7.0", "0.13.9")
    ]
    assert result.out.splitlines()[-2:] == ["uv 0.7.0: 2/2 agree", "uv 0.13.9: 2/2 agree"]


def test_a_program_may_be_named_for_one_client(cli: Cli, judged: Judged) -> None:
    asked = judged(agrees)
    assert cli("verify", SECOND_URL, *NEW, "--binary", "./uv").status == 0
    assert asked == [(SECOND_URL, "0.13.9", Path("uv"))]
    result = cli("verify", SECOND_URL, *NEW, "--client", "uv==0.7.0", "--binary", "./uv")
    assert (result.status, "--binary: a program is for one client" in result.err) == (2, True)


def test_drawn_worlds_are_told_by_their_seed(cli: Cli, judged: Judged) -> None:
    asked = judged(agrees)
    result = cli("verify", "--random", "3", "--seed", "7", *NEW)
    assert result.err == "worlds 7 to 9 (--seed 7)\n"
    assert len({world for world, _, _ in asked}) == 3
    assert judged(agrees) == []
    assert "(--seed " in cli("verify", "--random", "1", *NEW).err


def test_of_many_only_those_that_differ_are_listed(cli: Cli, judged: Judged) -> None:
    judged(lambda scenario, client: (differs if scenario.id.endswith("-9") else agrees)(scenario, client))
    lines = cli("verify", "--random", "21", "--seed", "1", *NEW).out.splitlines()
    assert [line[:7] for line in lines if not line.startswith(" ")] == ["DIFFERS", "uv 0.13"]


def test_without_a_world_there_is_nothing_to_verify(cli: Cli) -> None:
    result = cli("verify", *NEW)
    assert (result.status, result.out) == (2, "")
    assert "there is nothing to verify" in result.err


def test_no_verdict_shows_a_secret(cli: Cli, folder: Path, judged: Judged) -> None:
    judged(differs)
    env = {"UV_INDEX_URL": f"https://ci:{CANARY}@h.example/simple"}
    moved = {"answer": {"redirect": f"https://ci:{CANARY}@h.example/there/?token={CANARY}"}, "path": "/simple/*"}
    refused = {"answer": {"status": 401, "body": CANARY}}
    text = world_text(env, server("https://h.example", moved, refused, accounts={"ci": CANARY}))
    (folder / "made-up.yaml").write_text(text)
    result = cli("verify", "made-up.yaml", *NEW)
    assert result.out.startswith("DIFFERS   made-up  uv 0.13.9\n")
    assert CANARY not in result.out + result.err


def test_the_smallest_world_that_differs_is_written(
    cli: Cli, folder: Path, judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(differs)
    monkeypatch.setattr(module, "shrink", lambda scenario, *_: scenario._replace(id="smallest"))
    result = cli("verify", SECOND_URL, *NEW, "--shrink")
    assert result.out.splitlines()[-1] == "written: smallest.yaml (uv 0.13.9)"
    assert (folder / "smallest.yaml").read_text().startswith("id: smallest\n")


@pytest.fixture(scope="module")
def real() -> Path:
    """Return a real release, installed where it is not there, before the tests' home and network count."""
    return program_of(client_of("uv==0.7.0"))


def test_a_real_release_does_as_its_model(real: Path, cli: Cli) -> None:
    result = cli("verify", SECOND_URL, "--client", "uv==0.7.0", "--binary", str(real))
    assert (result.status, result.err) == (0, "")
    assert result.out == f"agrees    {SECOND_URL}  uv 0.7.0  3 requests\nuv 0.7.0: 1/1 agree\n"


def test_quiet_leaves_the_count_and_what_differs(cli: Cli, judged: Judged) -> None:
    judged(agrees)
    assert cli("verify", SECOND_URL, *NEW, "--quiet").out == "uv 0.13.9: 1/1 agree\n"
    judged(differs)
    assert cli("verify", SECOND_URL, *NEW, "--quiet").out.startswith("DIFFERS ")
