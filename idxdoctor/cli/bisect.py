"""`idxdoctor bisect`: the release at which the outcome, or any request, changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from idxdoctor.cli.guard import guard_for
from idxdoctor.cli.output import Output, tell
from idxdoctor.clients.registry import model_of
from idxdoctor.diagnosis.bisect import stretches
from idxdoctor.report.views.stretches import stretch_lines
from idxdoctor.scenario.catalogue import find_scenario
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.secrets import secrets_of_scenario


def command(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A file, or the id of one that comes along.")],
    client: Annotated[
        str, typer.Option("--client", "-c", metavar="NAME", help="The client whose releases to go through.")
    ] = "uv",
    real: Annotated[
        bool, typer.Option("--real", help="Run real releases, installed from the package index, in place of the model.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="With --real: don't say which release has run.")] = False,
) -> None:
    """Find the releases that changed an outcome.

    Prints in which releases a client does the same in a scenario, and what changed between them.

    Exit status: 0 done, 2 the command or its input is wrong, 3 a release could not be run.

    idxdoctor bisect uv-13216-second-url

    idxdoctor bisect uv-13216-second-url --real
    """
    world, releases = load_scenario(find_scenario(scenario)), model_of(client).releases
    if real:
        _by_running(world, client, releases, quiet=quiet)
        return
    found = stretches(world, client, releases)
    Output(guard_for(found)).text("\n".join(stretch_lines(client, found)))


def _by_running(world: Scenario, client: str, releases: Sequence[str], *, quiet: bool) -> None:
    from idxdoctor.capture.comparing.bisect import real_stretches
    from idxdoctor.report.views.real_stretches import real_stretch_lines

    def say(release: str) -> None:
        if not quiet:
            tell(guard_for(), f"ran {client} {release}")

    found = real_stretches(world, client, releases, say)
    guard = guard_for(found, [*secrets_of_scenario(world)])
    Output(guard).text("\n".join(real_stretch_lines(client, found)))
