"""`idxdoctor replay`: the model of a client against scenarios."""

from __future__ import annotations

from typing import Annotated

import typer

from idxdoctor.cli.clients import client_or_installed
from idxdoctor.cli.options import (
    AnonymizeOption,
    Format,
    FormatOption,
    IgnoreOption,
    NoColorOption,
    OutputsOption,
    QuietOption,
    SelectOption,
    VerboseOption,
)
from idxdoctor.cli.output import Output
from idxdoctor.cli.reports import as_shown, write_report
from idxdoctor.diagnosis.replay import replay_all
from idxdoctor.diagnosis.run import Run, exit_status_of
from idxdoctor.diagnosis.select import Selection
from idxdoctor.report.views.summary import summary
from idxdoctor.scenario.catalogue import find_scenarios


def command(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO...", help="Files, folders, or ids of scenarios that come along.")
    ],
    client: Annotated[
        list[str] | None,
        typer.Option("--client", "-c", metavar="NAME[==VERSION]", help="May be given several times, to compare."),
    ] = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    anonymize: AnonymizeOption = False,
    format_: FormatOption = Format.RICH,
    output: OutputsOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> int:
    """Replay scenarios with a model of a client.

    In memory; what it does is held against what the scenario expects. With several clients shows them side by side,
    with the first request where they part.

    Exit status: 0 all is as the scenarios say, or healthy where they say nothing; 1 something is not, or an
    authentication problem was found; 2 the command or its input is wrong; 3 nothing is expected, and a server gave no
    answer.

    idxdoctor replay scenario.yaml

    idxdoctor replay uv-13216-second-url --client uv==0.6.17 --client uv==0.7.0 --client uv==0.7.4

    idxdoctor replay scenarios/ --format json
    """
    clients = [client_or_installed(spec) for spec in client or (None,)]
    files = find_scenarios(scenarios)
    told_whole = len(clients) == 1 and not quiet and (len(files) == 1 or verbose)
    proofs = told_whole or bool(output) or format_ is not Format.RICH
    chosen = Selection(select, ignore)
    runs = [chosen.of(run) for run in replay_all(files, clients, proofs=proofs)]
    shown = as_shown(runs, anonymize=anonymize)
    write_report(
        shown,
        output,
        format_,
        no_color,
        lambda out: _show(shown, len(clients), out, quiet=quiet, verbose=verbose),
        runs,
    )
    return exit_status_of(runs)


def _show(runs: list[Run], clients: int, output: Output, *, quiet: bool, verbose: bool) -> None:
    if quiet or (len(runs) > clients and not verbose):
        output.text("\n".join(summary(runs)))
    elif clients > 1:
        from idxdoctor.report.views.side_by_side import side_by_side

        for first in range(0, len(runs), clients):
            output.lines(side_by_side(runs[first : first + clients], output.width))
    else:
        from idxdoctor.report.terminal import terminal_report

        output.lines(terminal_report(runs, output.width, verbose=verbose))
