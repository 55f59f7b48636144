"""A log, read in one pass: a trace for each run of a client in it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from idxdoctor.capture.logs.lines import cleaned, read_text
from idxdoctor.capture.logs.registry import ClientLog, Reading, names, readers
from idxdoctor.capture.logs.secrets import may_hold_secrets, secrets_in
from idxdoctor.model.credential import Credential
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.trace import Client, Trace


def traces_in(text: Iterable[str], place: str, client: Client | None = None) -> list[Trace]:
    """Return the runs in a log in their order. `client` says which one wrote it, where it does not.

    Raises `InputError` where no run of a known client is in it.
    """
    logs, secrets, any_line = _read(text, client.name if client else None)
    if not any_line:
        raise InputError("the log is empty", place=Place(place), remedy=_REMEDY)
    told = [log for log in logs if not log.is_empty]
    known = frozenset(secrets)
    traces = [log.trace(known, None if log.has_version else _of(client, log)) for log in told]
    if not told:
        raise InputError(f"no output of a known client ({', '.join(names())})", place=Place(place), remedy=_REMEDY)
    return traces


def _of(client: Client | None, log: ClientLog) -> Client | None:
    """Return the client that the user names, where it is the one that wrote the log."""
    return client if client is not None and client.name == log.name else None


_REMEDY = "Give what the client prints when it is run with -vv, such as: pip -vv install PACKAGE > log.txt 2>&1"


def traces_of(path: Path, client: Client | None, progress: Callable[[int], None] = lambda _: None) -> list[Trace]:
    """Return the runs in a file, or with `-` in what comes from standard input.

    Raises `InputError` where it can't be read or has no run of a known client.
    """
    if str(path) == "-":
        return traces_in(read_text(sys.stdin.buffer, "standard input", progress), "standard input", client)
    try:
        with path.open("rb") as stream:
            return traces_in(read_text(stream, str(path), progress), str(path), client)
    except OSError as error:
        raise InputError(
            f"the log can't be read: {error.strerror}", place=Place(str(path)), remedy="Give a file, or - for stdin."
        ) from None


def _read(text: Iterable[str], author: str | None) -> tuple[list[ClientLog], set[Credential], bool]:
    reading = Reading(readers(), author)
    secrets: set[Credential] = set()
    any_line = False
    for line in cleaned(text):
        any_line = any_line or bool(line.text.strip())
        if may_hold_secrets(line.text):
            secrets.update(secrets_in(line.text))
        reading.take(line)
    return reading.runs, secrets, any_line
