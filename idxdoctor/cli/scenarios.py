"""`idxdoctor scenarios`: what comes along, and whether a file is a scenario."""

from __future__ import annotations

from typing import Annotated

import typer

from idxdoctor.scenario.library import find_scenario, shipped_scenarios
from idxdoctor.scenario.loader import load_scenario, read_scenario, validated_scenario


def command(
    show: Annotated[str | None, typer.Option("--show", metavar="ID", help="Print one scenario's file.")] = None,
    validate: Annotated[
        str | None,
        typer.Option("--validate", metavar="FILE", help="Check a file and print every fault with its place."),
    ] = None,
) -> None:
    """List, show or check scenarios.

    Lists those that come with the tool; shows one; or checks a file of your own.

    idxdoctor scenarios

    idxdoctor scenarios --show uv-13216-second-url

    idxdoctor scenarios --validate my-failure.yaml
    """
    if show is not None:
        typer.echo(read_scenario(find_scenario(show)), nl=False)
    elif validate is not None:
        typer.echo(f"{validated_scenario(find_scenario(validate)).id} is a valid scenario")
    else:
        for path in shipped_scenarios():
            typer.echo(f"{path.stem:32} {load_scenario(path).title}")
