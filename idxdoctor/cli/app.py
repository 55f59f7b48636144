"""The application: its commands, and what happens to errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from typing import Final

import typer
from typer.exceptions import TyperException

from idxdoctor import __version__
from idxdoctor.cli.failing import errors_elsewhere_told_by_kind, fail, help_for, without_values
from idxdoctor.cli.help_text import block, help_of
from idxdoctor.model.errors import FaultError, IdxdoctorError

INTERRUPTED = 130
_COMPLETION: Final = "_IDXDOCTOR_COMPLETE"

COMMANDS: Final = {
    "check": "Show where the credentials were dropped.",
    "replay": "Replay scenarios with a model of a client.",
    "explain": "Explain what a client printed with -v, -vv or -vvv.",
    "trace": "Run a real command and explain what it asked for.",
    "record": "Keep a failure as a file to replay anywhere.",
    "bisect": "Find the releases that changed an outcome.",
    "verify": "Hold a model against the real client.",
    "serve": "Serve a scenario on this machine, to try any client in it.",
    "config": "Print the indexes in search order.",
    "rule": "Explain the code of a finding, or list all.",
    "client": "Print what changed in a client, by release.",
    "scenarios": "List, show or check scenarios.",
    "schema": "Print the JSON Schema of a format.",
}
"""The commands, each with the first sentence of its help, for which it need not be imported."""

_ABOUT: Final = (
    "Shows where a package manager dropped the credentials for a private index, and which status ended the search."
    "\n\n"
    "Run `idxdoctor check PACKAGE` in the folder where the install fails. Each command has a --help of its own."
)
_EXAMPLES: Final = [
    "idxdoctor check requests",
    "idxdoctor check --mock uv-13216-second-url --client uv==0.7.0",
    "uv -vv sync 2>&1 | idxdoctor explain -",
    "idxdoctor rule IDX106",
]
_STATUSES: Final = [
    "0  healthy, or done",
    "1  an authentication problem was found",
    "2  the command or its input is wrong",
    "3  the check could not be completed: network, TLS, time-out",
    "70 idxdoctor itself is at fault",
]
_VARIABLES: Final = [
    "NO_COLOR, CLICOLOR=0           no colours, also on a terminal",
    "FORCE_COLOR, CLICOLOR_FORCE    colours, also in a pipe",
    "COLUMNS                        how wide lines are",
]


def application(arguments: Sequence[str]) -> typer.Typer:
    """Return the application with the command that the arguments name; where they name none, with the list of all.

    A command's module is imported only with the command: start-up time is a feature.
    """
    named = next((word for word in arguments if word in COMMANDS), None)
    app = typer.Typer(
        name="idxdoctor",
        help=f"{_ABOUT}\n\n{block('Examples', _EXAMPLES)}",
        epilog=f"{block('Exit status', _STATUSES)}\n\n{block('Environment', _VARIABLES)}",
        add_completion=named is None,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    if named is not None:
        module = import_module(f"idxdoctor.cli.{named}")
        settings = getattr(module, "SETTINGS", None)
        app.command(named, help=help_of(module.command.__doc__), context_settings=settings)(module.command)
        return app
    for name, summary in COMMANDS.items():
        app.command(name, help=summary)(_listed)
    return app


def _listed() -> None:
    """A command that help, completion and messages about slips name, and nobody runs."""


def _print_version(context: typer.Context, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from idxdoctor.cli.guard import guard_for
        from idxdoctor.cli.output import Output

        Output(guard_for()).text(f"idxdoctor {__version__}")
        raise typer.Exit


def _options(
    _: bool = typer.Option(
        False, "--version", "-V", help="Print the version and exit.", is_eager=True, callback=_print_version
    ),
) -> None:
    """The program's own options."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit status; errors go to standard error, without a traceback."""
    _write_any_text()
    with errors_elsewhere_told_by_kind():
        return _run(arguments, partial(fail, arguments))


def _run(arguments: Sequence[str], fail: Callable[[str, int], int]) -> int:
    try:
        words = _completed() or list(arguments) or ["--help"]
        status = application(words)(args=words, prog_name="idxdoctor", standalone_mode=False)
        sys.stdout.flush()
    except IdxdoctorError as error:
        return fail(str(error), error.exit_status)
    except TyperException as error:
        message = f"{without_values(error, COMMANDS)}\n  See `{help_for(error)}`."
        return fail(message, 2) if str(error) else 2
    except BrokenPipeError:
        # Whoever read the output has gone; the interpreter must not try to write the rest at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        from idxdoctor.cli.crash import crash_message

        return fail(crash_message(error), FaultError.exit_status)
    if status == INTERRUPTED:
        return fail("interrupted", INTERRUPTED)
    return status if isinstance(status, int) else 0


def _completed() -> list[str]:
    """Return the words of a command line that a shell asks to be completed, if it does."""
    if _COMPLETION not in os.environ:
        return []
    from idxdoctor.cli.completion import command_in_shell, use_own_shells

    use_own_shells()
    return command_in_shell()


def _write_any_text() -> None:
    """Let a character that the terminal's encoding lacks be written as an escape, not end the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
