"""`idxdoctor check`: the main job."""

from __future__ import annotations

from typing import Annotated

import typer

from idxdoctor.cli.clients import client_or_installed
from idxdoctor.cli.here import surroundings_here
from idxdoctor.cli.options import Format, FormatOption, NoColorOption, OutputOption, QuietOption, VerboseOption
from idxdoctor.cli.output import Output, progress_on_stderr
from idxdoctor.config.names import package_name
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.run import Run, exit_status_of
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.trace import Trace
from idxdoctor.report.redaction import scrubber_for
from idxdoctor.report.verdict import verdict


def command(
    packages: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PACKAGE]...", help="What to look up; default: what the project needs."),
    ] = None,
    mock: Annotated[
        str | None,
        typer.Option("--mock", metavar="SCENARIO", help="Put a scenario (an id or a file) in the network's place."),
    ] = None,
    client: Annotated[
        str | None,
        typer.Option("--client", "-c", metavar="NAME[==VERSION]", help="Default: the installed uv, else the newest."),
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(
            "--like", metavar="COMMAND", help='The command that fails, as in "uv pip install --index-url URL".'
        ),
    ] = None,
    format_: FormatOption = Format.RICH,
    output: OutputOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> int:
    """Show where the credentials were dropped.

    Asks the indexes what the client would ask. Reads the configuration of this folder as the client does, sends the
    same requests, and shows each with the reason for it, the status that ended the search, and why. Asks for simple
    pages only, never for files, and sends no secret to an origin that it was not configured for.

    idxdoctor check requests

    idxdoctor check --client uv==0.7.0 requests flask

    idxdoctor check --mock uv-13216-second-url --client uv==0.7.0
    """
    names = [package_name(package) for package in packages or ()]
    trace = _trace(names, mock, client, like)
    run = Run(trace, diagnose(trace))
    _write(run, Output(output, no_color), format_, quiet=quiet, verbose=verbose)
    return exit_status_of([run])


def _trace(packages: list[str], mock: str | None, spec: str | None, like: str | None) -> Trace:
    from idxdoctor.transport.check import check, check_mocked, packages_to_check

    client = client_or_installed(spec)
    if mock is not None:
        if like is not None:
            raise InputError(
                "a scenario has its own command", place=Place("--like"), remedy="Leave out --like or --mock."
            )
        from idxdoctor.scenario.library import find_scenario
        from idxdoctor.scenario.loader import load_scenario

        return check_mocked(load_scenario(find_scenario(mock)), client, packages)
    surroundings = surroundings_here(like)
    wanted = packages_to_check(surroundings, client, packages)
    with progress_on_stderr(len(wanted)) as progress:
        return check(surroundings, client, wanted, progress)


def _write(run: Run, output: Output, format_: Format, *, quiet: bool, verbose: bool) -> None:
    if format_ is Format.JSON:
        from idxdoctor.report.json_report import json_report

        output.text(json_report([run]))
    elif quiet:
        clean = scrubber_for([run.trace]).clean
        output.text("\n".join(clean(verdict(lookup)) for lookup in run.trace.lookups))
    else:
        from idxdoctor.report.terminal import terminal_report

        output.lines(terminal_report([run], output.width, verbose=verbose))
