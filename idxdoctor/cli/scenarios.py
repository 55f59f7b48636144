"""`idxdoctor scenarios`: what comes along, and whether a file is a scenario."""

from __future__ import annotations

from typing import Annotated

import typer

from idxdoctor.cli.guard import guard_for
from idxdoctor.cli.output import Output
from idxdoctor.model.errors import InputError, InputErrors, Place
from idxdoctor.scenario.catalogue import find_scenario, shipped_scenarios
from idxdoctor.scenario.loader import load_scenario, read_scenario, validated_scenario


def command(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="Files or ids of scenarios, with --validate.")
    ] = None,
    show: Annotated[str | None, typer.Option("--show", metavar="ID", help="Print one scenario's file.")] = None,
    validate: Annotated[
        bool, typer.Option("--validate", help="Check the files and print every fault with its place.")
    ] = False,
) -> None:
    """List, show or check scenarios.

    Lists those that come with the tool; shows one; or checks files of your own.

    idxdoctor scenarios

    idxdoctor scenarios --show uv-13216-second-url

    idxdoctor scenarios --validate my-failure.yaml my-index.yaml
    """
    if bool(files) is not validate:
        problem = "files are given to be checked" if files else "the files to check must follow"
        raise InputError(problem, place=Place("--validate"), remedy="`idxdoctor scenarios --validate FILE...`")
    out = Output(guard_for())
    if show is not None:
        out.text(read_scenario(find_scenario(show)).removesuffix("\n"))
    elif files:
        _validate(out, files)
    else:
        paths = shipped_scenarios()
        widest = max(len(path.stem) for path in paths)
        for path in paths:
            out.text(f"{path.stem:{widest}}  {load_scenario(path).title}")


def _validate(out: Output, names: list[str]) -> None:
    """Check files and say which are valid. Raises `InputErrors` with the faults of all others."""
    faults: list[InputError] = []
    for name in dict.fromkeys(names):
        try:
            out.text(f"{validated_scenario(find_scenario(name)).id} is a valid scenario")
        except InputError as error:
            faults.append(error)
    if faults:
        raise faults[0] if len(faults) == 1 else InputErrors(faults)
