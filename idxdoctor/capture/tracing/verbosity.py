"""How a client is made to log more, and where its log then stands. One entry a client."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.capture.logs.registry import names
from idxdoctor.capture.tracing.command import Command
from idxdoctor.model.errors import InputError, Place

_LEVELS: Final = (b"TRACE", b"DEBUG", b"INFO", b"WARN", b"ERROR")
_UV_DIRECTIVES: Final = "uv=trace,uv_resolver::error=off"
_PIP_LOG_OPTIONS: Final = frozenset({"--log", "--log-file", "--local-log"})


class Verbose(NamedTuple):
    """A command line that logs enough, with the variables that it needs.

    Lines of standard error that begin with one of `hidden` are there only for that. `file` is where the log stands,
    None for standard error.
    """

    words: tuple[str, ...]
    variables: Mapping[str, str] = {}
    hidden: tuple[bytes, ...] = ()
    file: Path | None = None


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


def _count_of_v(word: str) -> int:
    if word == "--verbose":
        return 1
    return len(word) - 1 if word.startswith("-v") and not word.strip("-v") else 0


_WAYS: Final[dict[str, Callable[[Command, Mapping[str, str], Path], Verbose]]] = {"uv": uv, "pip": pip}
"""By client. The folder is one for files, which is removed with what is in it."""


def require_log(command: Command) -> None:
    """Raise `InputError` where a command's program has no log that can be read beside its output."""
    if command.client in _WAYS:
        return
    place = Place(Path(command.head[0]).name)
    if command.client in names():
        raise InputError(
            "it logs into its own output, which would not be what it is",
            place=place,
            remedy="Use --wire, or give what it prints with -vvv (pdm: -vv) to `idxdoctor explain`.",
        )
    raise InputError(
        f"its log can't be read; that of {', '.join(_WAYS)} can",
        place=place,
        remedy="Use --wire, which shows what any program sends that honours HTTPS_PROXY.",
    )


def verbose(command: Command, env: Mapping[str, str], folder: Path) -> Verbose:
    """Return how the command logs enough. Raises `InputError` where its program's log can't be read."""
    require_log(command)
    return _WAYS[str(command.client)](command, env, folder)
