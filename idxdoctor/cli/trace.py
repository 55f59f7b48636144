"""`idxdoctor trace`: a real command of the user, run as it is, and explained."""

from __future__ import annotations

import os
from typing import Annotated, Final

import typer

from idxdoctor.capture.tracing.child import Reason
from idxdoctor.capture.tracing.command import Command
from idxdoctor.capture.tracing.traced import Traced
from idxdoctor.cli.guard import guard_for
from idxdoctor.cli.here import surroundings_of_words
from idxdoctor.cli.masked_log import masked_log, secrets_given
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
from idxdoctor.cli.output import Output, tell
from idxdoctor.cli.reports import as_shown, write_report
from idxdoctor.clients.registry import is_modelled
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.run import Run
from idxdoctor.diagnosis.select import Selection
from idxdoctor.model.errors import IdxdoctorError, InputError, Place
from idxdoctor.model.trace import Trace

SETTINGS: Final = {"allow_interspersed_args": False}
"""The command's own options end where the command to run begins."""
_NOTHING_ASKED: Final = "the command asked no index for a package"
_NOTHING_TOLD: Final = "the command was ended before anything told of a request for a package"


def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="-- COMMAND...", help="The command that fails, as you would type it.", show_default=False
        ),
    ] = None,
    log: Annotated[
        bool, typer.Option("--log", help="Read the client's log: of uv, pip, poetry or pdm. This is the default.")
    ] = False,
    wire: Annotated[
        bool, typer.Option("--wire", help="Put mitmdump before the network: for any client that honours HTTPS_PROXY.")
    ] = False,
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

    The command runs as you typed it, in this terminal: it reads what you type, and its output stays its own. There are
    two ways to see which request went out as whom and what came back:

    --log, the default, makes the client log more and reads that; what is added to its output is not shown, unless with
    --verbose. uv's log tells most; pip's has the requests themselves only where you give pip a -v of your own; poetry
    and pdm load a plugin for this run alone, which hands over what they log at -vvv and -vv.

    --wire puts mitmdump (`pipx install mitmproxy`) between the command and the network, with a certificate authority
    that only this command trusts, and only while it runs. It goes on to your own proxy if the variables name one, and
    trusts whom your variables or the system trust. Requests are held in memory, and nothing of them is written. Where
    the client has a model, that says why each request was made, and where the client did what it does not expect.

    The explanation follows on standard error, or goes to --output files, so that what the command prints can be piped
    on. The exit status is the command's own: 124 if --timeout stopped it, 128 and the signal's number if a signal
    did. It is 2 or 3, with a message that begins with `idxdoctor: error:`, if the command was not run.

    idxdoctor trace -- uv sync

    idxdoctor trace --wire --output report.md -- uv pip install flask

    idxdoctor trace --wire -- pip download flask

    idxdoctor trace --timeout 60 --quiet -- uv lock
    """
    if log and wire:
        raise InputError("a command is traced in one way", place=Place("--wire"), remedy="Leave out --log.")
    wanted = Command.of(words or ())
    chosen = Selection(select, ignore)
    traced = _by_wire(wanted, timeout) if wire else _by_log(wanted, timeout, all_lines=verbose)
    known = frozenset(secrets_given(wanted))
    traced = traced._replace(traces=[one._replace(secrets=one.secrets | known) for one in traced.traces])
    runs = [chosen.of(Run(trace, diagnose(trace))) for trace in traced.traces]
    guard = guard_for(runs)
    for note in traced.notes:
        tell(guard, f"idxdoctor: {note}")
    if not any(trace.lookups for trace in traced.traces):
        tell(guard, f"idxdoctor: {_NOTHING_ASKED if traced.ended.reason is Reason.ITSELF else _NOTHING_TOLD}")
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


def _by_log(wanted: Command, timeout: float | None, *, all_lines: bool) -> Traced:
    from idxdoctor.capture.tracing.log import trace_by_log
    from idxdoctor.capture.tracing.verbosity import require_log

    require_log(wanted)
    env = dict(os.environ)
    here = surroundings_of_words(wanted.for_client)
    traced = trace_by_log(wanted, wanted.release(env), env, timeout, masked_log(wanted, here) if all_lines else None)
    return traced._replace(traces=[_told(trace, here) for trace in traced.traces])


def _told(trace: Trace, here: Surroundings) -> Trace:
    """Return a trace in the words of the configuration; where that can't be read, the client has said so itself."""
    from idxdoctor.capture.tracing.configured import with_configuration, without_lines

    told = trace._replace(source="trace", from_log=True)
    try:
        return with_configuration(told, here) if is_modelled(trace.client.name) else without_lines(told)
    except InputError:
        return told


def _by_wire(wanted: Command, timeout: float | None) -> Traced:
    from idxdoctor.capture.tracing.mitmdump import program
    from idxdoctor.capture.tracing.wire import trace_by_wire

    env = dict(os.environ)
    program(env)
    return trace_by_wire(wanted, wanted.release(env), env, surroundings_of_words(wanted.for_client), timeout)


def _show(runs: list[Run], output: Output, *, quiet: bool, verbose: bool) -> None:
    if quiet:
        from idxdoctor.report.views.summary import verdicts

        output.text("\n".join(verdicts(runs)))
        return
    from idxdoctor.report.terminal import terminal_report

    output.lines(terminal_report(runs, output.width, verbose=verbose))
