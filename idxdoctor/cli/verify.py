"""`idxdoctor verify`: the real client in a scenario's world, held against its model."""

from __future__ import annotations

import random
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.comparing.shrink import shrink
from idxdoctor.capture.comparing.verify import Verdict, verify_all
from idxdoctor.cli.clients import client_or_installed
from idxdoctor.cli.guard import Guard, guard_for
from idxdoctor.cli.output import Output, progress_on_stderr, tell
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.trace import Client
from idxdoctor.report.views.verification import count_lines, verdict_lines
from idxdoctor.scenario.catalogue import find_scenarios
from idxdoctor.scenario.draw import draw
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.secrets import secrets_of_scenarios
from idxdoctor.scenario.write import scenario_text


def command(
    scenarios: Annotated[
        list[str] | None, typer.Argument(metavar="[SCENARIO]...", help="Files, folders, or ids of scenarios.")
    ] = None,
    client: Annotated[
        list[str] | None, typer.Option("--client", "-c", metavar="NAME[==VERSION]", help="May be given several times.")
    ] = None,
    binary: Annotated[Path | None, typer.Option("--binary", help="The program to run, for one --client.")] = None,
    draws: Annotated[int, typer.Option("--random", metavar="N", min=0, help="Draw N random worlds as well.")] = 0,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="S", min=0, help="The first world's seed; default: any, and it is told."),
    ] = None,
    shrinks: Annotated[
        bool, typer.Option("--shrink", help="Write the smallest world that still differs, for each that does.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print what differs and the count, no progress.")
    ] = False,
) -> int:
    """Hold a model against the real client.

    Runs the real client in a scenario's world and compares its requests with the model's. Nothing goes upstream: a
    proxy on this machine answers under the scenario's own host names. A release that is not on PATH is installed
    from the package index into a cache folder.

    Exit status: 0 the models do the same, 1 one differs, 2 the command or its input is wrong, 3 a client could not be
    run.

    idxdoctor verify uv-13216-second-url --client uv==0.7.0 --client uv==0.7.4

    idxdoctor verify --random 200 --seed 1 --client uv==0.13.9 --shrink
    """
    clients = [client_or_installed(spec) for spec in client or (None,)]
    if binary is not None and len(clients) != 1:
        raise InputError("a program is for one client", place=Place("--binary"), remedy="Give one --client.")
    worlds = [load_scenario(path) for path in find_scenarios(scenarios or ())] + _drawn(draws, seed)
    if not worlds:
        raise InputError("there is nothing to verify", remedy="Name a scenario, or give --random N.")
    verdicts = _verified(worlds, clients, {clients[0]: binary} if binary else {}, quiet=quiet)
    told = [one for one in verdicts if (len(verdicts) <= 20 and not quiet) or not _agrees(one)]
    guard = guard_for(verdicts, [*secrets_of_scenarios(worlds)])
    Output(guard).text("\n".join([*chain.from_iterable(map(verdict_lines, told)), *count_lines(verdicts)]))
    differing = [verdict for verdict in verdicts if verdict.comparison is not None and not verdict.comparison.agrees]
    if shrinks:
        _shrink(guard, differing)
    return 1 if differing else 3 if any(verdict.error for verdict in verdicts) else 0


def _agrees(verdict: Verdict) -> bool:
    return verdict.comparison is not None and verdict.comparison.agrees


def _drawn(count: int, seed: int | None) -> list[Scenario]:
    if not count:
        return []
    first = random.randrange(1_000_000) if seed is None else seed  # noqa: S311 - a choice of worlds, no secret
    tell(guard_for(), f"worlds {first} to {first + count - 1} (--seed {first})")
    return [draw(number) for number in range(first, first + count)]


def _verified(
    worlds: list[Scenario], clients: list[Client], programs: dict[Client, Path], *, quiet: bool
) -> list[Verdict]:
    pairs = [(world, client) for world in worlds for client in clients]
    with progress_on_stderr(0 if quiet else len(pairs)) as progress:
        return verify_all(pairs, lambda verdict: progress(verdict.scenario.id), programs)


def _shrink(guard: Guard, differing: list[Verdict]) -> None:
    """Write the smallest worlds that differ into this folder."""
    authority = Authority()
    for verdict in differing:
        smallest = shrink(verdict.scenario, verdict.client, authority)
        path = Path(f"{smallest.id}.yaml")
        # The secrets of a scenario are made up, and stand in its file.
        Output(guard_for(), path).text(scenario_text(smallest).rstrip("\n"))
        Output(guard).text(f"written: {path} ({verdict.client})")
