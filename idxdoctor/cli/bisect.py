"""`idxdoctor bisect`: the release at which the outcome, or any request, changed."""

from __future__ import annotations

from typing import Annotated

import typer

from idxdoctor.clients.registry import model_of
from idxdoctor.diagnosis.bisect import stretches
from idxdoctor.report.stretches import stretch_lines
from idxdoctor.scenario.library import find_scenario
from idxdoctor.scenario.loader import load_scenario


def command(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A file, or the id of one that comes along.")],
    client: Annotated[
        str, typer.Option("--client", "-c", metavar="NAME", help="The client whose releases to go through.")
    ] = "uv",
) -> None:
    """Print in which releases a client does the same in a scenario, and what changed between them.

    idxdoctor bisect uv-13216-second-url
    """
    found = stretches(load_scenario(find_scenario(scenario)), client, model_of(client).releases)
    typer.echo("\n".join(stretch_lines(client, found)))
