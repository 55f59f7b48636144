"""`idxdoctor config`: the indexes in search order, each value with its provenance; no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from idxdoctor.cli.clients import client_or_installed
from idxdoctor.cli.guard import guard_for
from idxdoctor.cli.here import surroundings_here
from idxdoctor.cli.options import NoColorOption, RequirementsOption
from idxdoctor.cli.output import Output, tell
from idxdoctor.clients.registry import Model, model_of, model_version
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.committed import is_of_project
from idxdoctor.diagnosis.run import HEALTHY, PROBLEM
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.overview import Remark
from idxdoctor.model.plan import Plan
from idxdoctor.model.trace import Client
from idxdoctor.report.redaction import plan_scrubber
from idxdoctor.report.views.configuration import configuration_lines
from idxdoctor.scenario.catalogue import find_scenario
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
    requirements: RequirementsOption = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="End with 1 where something in a file of the project does not do what it seems to, is refused by this "
            "version, or holds a password.",
        ),
    ] = False,
    no_color: NoColorOption = False,
) -> int:
    """Print the indexes in search order.

    With who each would be asked as, and what does not do what it seems to. Sends nothing. Shows no secret.

    idxdoctor config

    idxdoctor config --client uv==0.7.0 --like "uv pip install"

    idxdoctor config --scenario uv-13216-second-url

    idxdoctor config --strict
    """
    meant = client_or_installed(client)
    model = model_of(meant.name)
    surroundings = _surroundings(scenario, like, meant, requirements or ())
    plan = model.read_plan(surroundings)
    overview = model.overview(plan, model_version(meant), surroundings.env)
    overview = overview._replace(remarks=(*overview.remarks, *model.committed(surroundings, plan)))
    guard = guard_for(plan, overview)
    out = Output(guard, no_color=no_color)
    out.lines(configuration_lines(meant, plan, overview, out.width))
    faults = [one for one in (*overview.remarks, *_refused(model, plan, meant)) if is_of_project(one.provenance)]
    if not strict or not faults:
        return HEALTHY
    count = f"{len(faults)} thing{'' if len(faults) == 1 else 's'}"
    clean = plan_scrubber(plan).clean
    lines = (f"  {clean(f'{fault.provenance}: {fault.text}')}" for fault in faults)
    tell(guard, "\n".join([f"{count} to mend in files of the project:", *lines]))
    return PROBLEM


def _surroundings(scenario: str | None, like: str | None, client: Client, files: Sequence[Path]) -> Surroundings:
    if scenario is None:
        return model_of(client.name).with_files(surroundings_here(like), files)
    if files:
        raise InputError("a scenario has its own files", place=Place("-r"), remedy="Leave out -r or --scenario.")
    return surroundings_of(load_scenario(find_scenario(scenario)), client.name)


def _refused(model: Model, plan: Plan, client: Client) -> Iterator[Remark]:
    """Return what this version refuses in the configuration, before it asks anything."""
    refused = model.refused(plan, model_version(client))
    if refused is not None:
        yield Remark(refused.code, refused.provenance, f"{client} refuses it: {refused.text}")
