"""How a client is made to log more, and where its log then stands. One entry a client."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.capture.tracing.command import Command
from idxdoctor.capture.tracing.plugged import plug_in
from idxdoctor.model.errors import InputError, Place

_LEVELS: Final = (b"TRACE", b"DEBUG", b"INFO", b"WARN", b"ERROR")
_UV_DIRECTIVES: Final = "uv=trace,uv_resolver::error=off"
_PIP_LOG_OPTIONS: Final = frozenset({"--log", "--log-file", "--local-log"})
_NO_PLUGINS: Final = "--no-plugins"
_OWNER_ONLY: Final = 0o600


class Verbose(NamedTuple):
    """A command line that logs enough, with the variables that it needs.

    The log is read from a `pipe`, or a `file` where it stands in the end; where there is neither, from standard error.
    Lines in it that begin with one of `hidden`, with None all lines, are there only for that.
    """

    words: tuple[str, ...]
    variables: Mapping[str, str] = {}
    hidden: tuple[bytes, ...] | None = ()
    file: Path | None = None
    pipe: Path | None = None


def uv(command: Command, env: Mapping[str, str], _: Path) -> Verbose:
    """Return the command as it is, with the variable that makes uv log what -vv does.

    An option would be seen: `uv pip compile` writes its own command line into its output, --quiet forbids -v, and
    before 0.6.4 -vv has no trace. What is left out are drawings of several lines, which -vv brings with an error
    (uv: crates/uv/src/logging.rs, crates/uv-resolver/src/error.rs).
    """
    own = sum(map(_count_of_v, command.for_client))
    given = env.get("RUST_LOG")
    directives = f"{given},{_UV_DIRECTIVES}" if given else _UV_DIRECTIVES
    hidden = () if given or own > 1 else _LEVELS[:1] if own else _LEVELS
    return Verbose(command.words, {"RUST_LOG": directives}, hidden)


def pip(command: Command, env: Mapping[str, str], folder: Path) -> Verbose:
    """Return the command with a log file, which leaves the output as it is.

    The requests themselves stand in it only where the user asks for -v too (pip: src/pip/_internal/utils/logging.py,
    vendored_log_level). Raises `InputError` where the command has a log file of its own.
    """
    own = next((word for word in command.for_client if word.partition("=")[0] in _PIP_LOG_OPTIONS), None)
    if own is not None or env.get("PIP_LOG"):
        raise InputError(
            "the command has a log file of its own",
            place=Place((own or "PIP_LOG").partition("=")[0]),
            remedy="Run it as it is, and give that file to `idxdoctor explain`.",
        )
    file = folder / "pip.log"
    return Verbose((*command.head, "--log", str(file), *command.rest), file=file)


def poetry(command: Command, env: Mapping[str, str], folder: Path) -> Verbose:
    """Return the command with a plugin for what -vvv shows, which itself prints passwords in URLs of sources.

    Raises `InputError` where the command shuts plugins out.
    """
    if _NO_PLUGINS in command.for_client:
        raise InputError(
            "poetry hands over its log by a plugin", place=Place(_NO_PLUGINS), remedy="Leave it out, or use --wire."
        )
    return _plugged("poetry", command, env, folder)


def pdm(command: Command, env: Mapping[str, str], folder: Path) -> Verbose:
    """Return the command with a plugin for what -vv shows, which itself prints passwords in URLs of sources.

    The file in which pdm has it otherwise is gone after a good end, and named in what it prints after a bad one.
    """
    return _plugged("pdm", command, env, folder)


def _plugged(client: str, command: Command, env: Mapping[str, str], folder: Path) -> Verbose:
    pipe = folder / "log"
    os.mkfifo(pipe, _OWNER_ONLY)
    return Verbose(command.words, plug_in(client, env, folder, pipe), hidden=None, pipe=pipe)


def _count_of_v(word: str) -> int:
    if word == "--verbose":
        return 1
    return len(word) - 1 if word.startswith("-v") and not word.strip("-v") else 0


_WAYS: Final[dict[str, Callable[[Command, Mapping[str, str], Path], Verbose]]] = {
    "uv": uv,
    "pip": pip,
    "poetry": poetry,
    "pdm": pdm,
}
"""By client. The folder is one for files, which is removed with what is in it."""


def require_log(command: Command) -> None:
    """Raise `InputError` where a command's program has no log that can be read beside its output."""
    if command.client not in _WAYS:
        raise InputError(
            f"its log can't be read; that of {', '.join(_WAYS)} can",
            place=Place(Path(command.head[0]).name),
            remedy="Use --wire, which shows what any program sends that honours HTTPS_PROXY.",
        )


def verbose(command: Command, env: Mapping[str, str], folder: Path) -> Verbose:
    """Return how the command logs enough. Raises `InputError` where its program's log can't be read."""
    require_log(command)
    return _WAYS[str(command.client)](command, env, folder)
