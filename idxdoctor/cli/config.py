"""`idxdoctor config`: the indexes in search order, each value with its provenance; no network."""

from __future__ import annotations

from typing import Annotated

import typer

from idxdoctor.cli.clients import client_or_installed
from idxdoctor.cli.guard import guard_for
from idxdoctor.cli.here import surroundings_here
from idxdoctor.cli.output import Output
from idxdoctor.clients.registry import model_of, model_version
from idxdoctor.report.configuration import configuration_lines
from idxdoctor.scenario.library import find_scenario
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.surroundings import surroundings_of


def command(
    client: Annotated[
        str | None, typer.Option("--client", "-c", metavar="NAME[==VERSION]", help="Default: the installed uv.")
    ] = None,
    like: Annotated[
        str | None, typer.Option("--like", metavar="COMMAND", help="The command that fails, with its options.")
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option("--scenario", metavar="SCENARIO", help="What a scenario gives, in place of this folder."),
    ] = None,
) -> None:
    """Print the indexes in search order.

    With who each would be asked as, and what does not do what it seems to. Sends nothing. Shows no secret.

    idxdoctor config

    idxdoctor config --client uv==0.7.0 --like "uv pip install"

    idxdoctor config --scenario uv-13216-second-url
    """
    meant = client_or_installed(client)
    model = model_of(meant.name)
    surroundings = (
        surroundings_of(load_scenario(find_scenario(scenario)), meant.name) if scenario else surroundings_here(like)
    )
    plan = model.read_plan(surroundings)
    overview = model.overview(plan, model_version(meant), surroundings.env)
    text = "\n".join(configuration_lines(meant, plan, overview))
    Output(guard=guard_for(plan, overview)).text(text)
