"""`idxdoctor trace`: a real command of the user, run as it is, and explained."""

from __future__ import annotations

import os
from typing import Annotated, Final

import typer

from idxdoctor.capture.logs.uv_versions import client_at
from idxdoctor.capture.tracing.command import Command
from idxdoctor.cli.here import surroundings_of_words
from idxdoctor.cli.options import (
    AnonymizeOption,
    Format,
    FormatOption,
    IgnoreOption,
    NoColorOption,
    OutputsOption,
    QuietOption,
    SelectOption,
)
from idxdoctor.cli.output import Output
from idxdoctor.cli.reports import as_shown, write_report
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.run import Run
from idxdoctor.diagnosis.select import Selection
from idxdoctor.model.errors import IdxdoctorError, InputError
from idxdoctor.model.trace import Trace

SETTINGS: Final = {"allow_interspersed_args": False}
"""The command's own options end where the command to run begins."""


def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="-- COMMAND...", help="The command that fails, as you would type it.", show_default=False
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option("--timeout", metavar="SECONDS", min=0.1, help="Stop the command, and all it started, after that."),
    ] = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    anonymize: AnonymizeOption = False,
    format_: FormatOption = Format.RICH,
    output: OutputsOption = None,
    quiet: QuietOption = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show searches that went well too, and the log that was asked for.")
    ] = False,
    no_color: NoColorOption = False,
) -> int:
    """Run a real command and explain what it asked for.

    The command runs as you typed it, in this terminal: it reads what you type, and its output stays its own. It is
    made to log more, and that log is read: which request went out as whom, what came back, where the search ended and
    why. What is added to its output for that is not shown, unless with --verbose.

    The explanation follows on standard error, or goes to --output files, so that what the command prints can be piped
    on. The exit status is the command's own: 124 if --timeout stopped it, 128 and the signal's number if a signal
    did. It is 2 or 3, with a message that begins with `idxdoctor: error:`, only if the command was not run.

    idxdoctor trace -- uv sync

    idxdoctor trace --output report.md -- uv pip install flask

    idxdoctor trace --timeout 60 --quiet -- uv lock
    """
    from idxdoctor.capture.tracing.log import trace_by_log
    from idxdoctor.capture.tracing.verbosity import require_log

    wanted = Command.of(words or ())
    chosen = Selection(select, ignore)
    env = dict(os.environ)
    require_log(wanted)
    client = client_at(wanted.version(env), [])
    traced = trace_by_log(wanted, client, env, timeout, all_lines=verbose)
    traces = [_told(trace, wanted) for trace in traced.traces]
    runs = [chosen.of(Run(trace, diagnose(trace))) for trace in traces]
    if not any(trace.lookups for trace in traces):
        typer.echo("idxdoctor: the command asked no index for a package", err=True)
        if not output:
            return traced.ended.status
    shown = as_shown(runs, anonymize=anonymize)
    try:
        write_report(
            shown,
            output,
            format_,
            no_color,
            lambda out: _show(shown, out, quiet=quiet, verbose=verbose),
            runs,
            beside=True,
        )
    except IdxdoctorError as error:
        # The command was run, and its status is the one that counts.
        error.exit_status = traced.ended.status
        raise
    return traced.ended.status


def _told(trace: Trace, wanted: Command) -> Trace:
    """Return a trace in the words of the configuration; where that can't be read, the client has said so itself."""
    from idxdoctor.capture.tracing.configured import with_configuration

    told = trace._replace(source="trace", from_log=True)
    try:
        return with_configuration(told, surroundings_of_words(wanted.for_client))
    except InputError:
        return told


def _show(runs: list[Run], output: Output, *, quiet: bool, verbose: bool) -> None:
    if quiet:
        from idxdoctor.report.summary import verdicts

        output.text("\n".join(verdicts(runs)))
        return
    from idxdoctor.report.terminal import terminal_report

    output.lines(terminal_report(runs, output.width, verbose=verbose))
