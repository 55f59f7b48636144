"""`idxdoctor explain`: the log of a real client, told as a check tells what it finds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from idxdoctor.capture.logs.read import traces_of
from idxdoctor.capture.logs.registry import client_named
from idxdoctor.cli.log_scenarios import write_scenarios
from idxdoctor.cli.options import (
    AnonymizeOption,
    Format,
    FormatOption,
    IgnoreOption,
    KeepNamesOption,
    NoColorOption,
    OutputsOption,
    QuietOption,
    SelectOption,
    VerboseOption,
)
from idxdoctor.cli.output import Output, bytes_on_stderr
from idxdoctor.cli.reports import as_shown, write_report
from idxdoctor.cli.scenario_file import id_of
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.known import known_cases
from idxdoctor.diagnosis.run import INCOMPLETE, Run, exit_status_of
from idxdoctor.diagnosis.select import Selection
from idxdoctor.model.trace import Trace
from idxdoctor.report.views.summary import verdicts


def command(
    logs: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Logs, as a client printed them; `-` reads standard input."),
    ],
    client: Annotated[
        str | None,
        typer.Option("--client", "-c", metavar="NAME==VERSION", help="Who wrote a log that does not say."),
    ] = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    anonymize: AnonymizeOption = False,
    format_: FormatOption = Format.RICH,
    output: OutputsOption = None,
    scenario: Annotated[
        Path | None,
        typer.Option("--scenario", metavar="FILE", help="Also write a scenario that gives the same: NAME.yaml."),
    ] = None,
    keep_names: KeepNamesOption = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write the scenario even if its replay differs from the log.")
    ] = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> int:
    """Explain what a client printed with -v, -vv or -vvv.

    Which request went out as whom, what came back, where the search ended and why. Paste as much as there is: colours,
    time stamps, what pipelines and issue trackers put around lines, and other programs' lines do no harm. Secrets in
    the log are masked in all that is written.

    The more the client was told to print, the more can be said: uv, pip and pdm need -vv to show as whom they ask,
    poetry needs -vvv to show requests at all.

    uv -vv pip install flask 2> log.txt; idxdoctor explain log.txt

    pip -vv install flask 2>&1 | idxdoctor explain -

    uv -vv sync 2>&1 | idxdoctor explain -

    poetry lock -vvv > log.txt 2>&1; idxdoctor explain log.txt

    idxdoctor explain ci-job.log --format markdown --output report.md

    With --scenario the run is also kept as a scenario with made-up secrets and names, which anybody can replay with
    any release. What the log does not show is assumed so that the same release does what the log shows; that is
    checked before it is written, and the file says what was assumed. Several runs make several files: NAME.yaml,
    NAME-2.yaml.

    Exit status: 0 healthy, 1 an authentication problem was found, 2 the command or its input is wrong, 3 a server gave
    the client no answer (network, TLS, time-out), or no scenario was found that gives the same.

    idxdoctor explain log.txt --scenario my-failure.yaml; idxdoctor replay my-failure.yaml --client uv==0.7.4
    """
    if scenario is not None:
        id_of(scenario, "--scenario")
    given = None if client is None else client_named(client)
    chosen = Selection(select, ignore)
    runs = []
    for log in logs:
        with bytes_on_stderr(log) as progress:
            traces = traces_of(log, given, progress)
        runs += [chosen.of(_diagnosed(trace, str(log))) for trace in traces]
    shown = as_shown(runs, anonymize=anonymize)
    write_report(shown, output, format_, no_color, lambda out: _show(shown, out, quiet=quiet, verbose=verbose), runs)
    if scenario is not None and not write_scenarios(
        (run.trace for run in runs), scenario, keep_names=keep_names, force=force
    ):
        return INCOMPLETE
    return exit_status_of(runs)


def _diagnosed(trace: Trace, log: str) -> Run:
    findings = diagnose(trace)
    return Run(trace, findings, log, known=tuple(known_cases(trace, findings)))


def _show(runs: list[Run], output: Output, *, quiet: bool, verbose: bool) -> None:
    if quiet:
        output.text("\n".join(verdicts(runs)))
        return
    from idxdoctor.report.terminal import terminal_report

    output.lines(terminal_report(runs, output.width, verbose=verbose))
