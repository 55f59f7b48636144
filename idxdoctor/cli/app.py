"""The application: its commands, and what happens to errors."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

import typer
from typer.exceptions import TyperException

from idxdoctor import __version__
from idxdoctor.model.errors import IdxdoctorError

INTERRUPTED = 130

COMMANDS: Final = ("check", "replay", "bisect", "verify", "config", "client", "scenarios", "schema")


def application(arguments: Sequence[str]) -> typer.Typer:
    """Return the application with the command that the arguments name; help and mistakes need all of them.

    A command's module is imported only with the command: start-up time is a feature.
    """
    app = typer.Typer(
        name="idxdoctor",
        help="Shows where a package manager dropped the credentials for a private index, and which status ended the "
        "search.\n\n"
        "Start with `idxdoctor check PACKAGE` in the folder where the install fails, or with "
        "`idxdoctor check --mock uv-13216-second-url` to see a well-known failure without any index.",
        epilog="Exit status: 0 healthy, 1 an authentication problem was found, 2 the command or its input is wrong, "
        "3 the check could not be completed.",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    named = arguments[0] if arguments and arguments[0] in COMMANDS else None
    for name in (named,) if named else COMMANDS:
        app.command(name)(import_module(f"idxdoctor.cli.{name}").command)
    return app


def _options(
    version: bool = typer.Option(False, "--version", "-V", help="Print the version and exit."),
) -> None:
    if version:
        typer.echo(f"idxdoctor {__version__}")
        raise typer.Exit


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit status; errors go to standard error, without a traceback."""
    try:
        status = application(arguments)(args=list(arguments), prog_name="idxdoctor", standalone_mode=False)
    except IdxdoctorError as error:
        return _fail(str(error), error.exit_status)
    except TyperException as error:
        return _fail(f"{error.format_message()}\n  See `idxdoctor --help`.", 2) if str(error) else 2
    except BrokenPipeError:
        return 1
    if status == INTERRUPTED:
        return _fail("interrupted", INTERRUPTED)
    return status if isinstance(status, int) else 0


def _fail(message: str, status: int) -> int:
    sys.stderr.write(f"idxdoctor: error: {_without_userinfo(message)}\n")
    return status


def _without_userinfo(message: str) -> str:
    """Return a message with the userinfo of every URL masked: an argument that is at fault may hold a secret."""
    return re.sub(r"://\S*@", "://****@", message)
