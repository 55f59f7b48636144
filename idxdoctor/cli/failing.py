"""How errors are told: on standard error, without a traceback, and without what may be secret in them."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from functools import partial
from typing import Final

from typer.exceptions import TyperException

from idxdoctor.model.errors import FaultError
from idxdoctor.model.secret import MASK

_LIKENESS: Final = 0.7
_PLAIN: Final = re.compile(r"(?:--?)?[A-Za-z]+(?:-[A-Za-z]+)*")


@contextmanager
def errors_elsewhere_told_by_kind() -> Iterator[None]:
    """Tell an error of a thread, or of what is put away, as one that ends the run: nothing of its text."""

    def told(args: threading.ExceptHookArgs | sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            from idxdoctor.cli.crash import crash_message

            fail((), crash_message(args.exc_value), FaultError.exit_status)

    before = threading.excepthook, sys.unraisablehook
    threading.excepthook = sys.unraisablehook = told
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = before


def fail(arguments: Sequence[str], message: str, status: int) -> int:
    """Tell an error on standard error, with `arguments` the command line that led to it, and return the exit status.

    What is secret in a URL is masked; a message with another known secret in it is not told.
    """
    from idxdoctor.cli.guard import guard_for, guard_of_nothing
    from idxdoctor.cli.output import tell
    from idxdoctor.model.credential import Provenance
    from idxdoctor.model.known_secrets import secrets_in_text
    from idxdoctor.model.printable import printable

    text = "\n".join(printable(line) for line in _without_url_secrets(message).split("\n"))
    given = [[*secrets_in_text(word, Provenance("the command line"))] for word in arguments]
    try:
        tell(guard_for(given), f"idxdoctor: error: {text}")
    except FaultError as refusal:
        status = refusal.exit_status
        tell(guard_of_nothing(), f"idxdoctor: error: {refusal}")
    return status


def _without_url_secrets(message: str) -> str:
    """Return a message with userinfo and query of every URL masked: what is at fault may hold a secret."""
    return re.sub(r"(://[^\s?]*\?)\S+", rf"\1{MASK}", re.sub(r"://\S*@", f"://{MASK}@", message))


def without_values(error: TyperException, commands: Iterable[str]) -> str:
    """Return a message about arguments with all masked that is no slip of the pen: it may be a pasted secret."""
    message, words = error.format_message(), [*commands, *_words(error)]
    for pattern in (r"(')([^'\n]*)(')", r"(No such option: )(\S+)()", r"(extra argument\(s\) \()(.*)(\))"):
        message = re.sub(pattern, partial(_mask_unless_like, words), message)
    return message


def help_for(error: TyperException) -> str:
    """Return the command that explains the one that was given arguments in a wrong way."""
    context = getattr(error, "ctx", None)
    return f"{context.command_path if context is not None else 'idxdoctor'} --help"


def _words(error: TyperException) -> Iterator[str]:
    """Return the words that could have been meant: the options and choices of the command."""
    context = getattr(error, "ctx", None)
    for parameter in context.command.params if context is not None else ():
        yield from (
            option.lstrip("-") for option in (*parameter.opts, parameter.name or "", parameter.human_readable_name)
        )
        yield from map(str, getattr(parameter.type, "choices", ()))


def _mask_unless_like(words: list[str], given: re.Match[str]) -> str:
    before, word, after = given.groups()
    meant = word.lstrip("-").lower()
    near = _PLAIN.fullmatch(word) and get_close_matches(meant, [one.lower() for one in words], 1, _LIKENESS)
    return f"{before}{word if near or word in words else MASK}{after}"
