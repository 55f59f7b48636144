"""`idxdoctor serve`: a scenario's world on this machine, for any client."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from operator import itemgetter
from pathlib import Path
from queue import Empty, SimpleQueue
from shutil import which
from time import monotonic, time
from typing import TYPE_CHECKING, Annotated, Final

import typer

from idxdoctor.cli.clients import client_or_installed
from idxdoctor.cli.guard import guard_for
from idxdoctor.cli.live import Rows
from idxdoctor.cli.options import NoColorOption
from idxdoctor.cli.output import Output
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.trace import Client
from idxdoctor.scenario.catalogue import find_scenario
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.secrets import secrets_of_scenario

if TYPE_CHECKING:
    from idxdoctor.capture.answering.seen import Seen
    from idxdoctor.capture.served import Served
    from idxdoctor.report.layout import Line

_TICK: Final = 0.1
_PATIENCE: Final = 5.0
_STOPPING: Final = ("SIGINT", "SIGTERM", "SIGHUP")
_SIGNALLED: Final = 128


def command(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A file, or the id of one that comes along.")],
    program: Annotated[
        list[str] | None,
        typer.Argument(metavar="[-- COMMAND...]", help="Run this in the served world, and end with its exit status."),
    ] = None,
    proxy: Annotated[
        bool,
        typer.Option("--proxy", help="Serve behind a proxy, under the scenario's own host names and with TLS."),
    ] = False,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="N", min=1, max=65535, help="The first port; default: free ones."),
    ] = None,
    client: Annotated[
        str | None,
        typer.Option(
            "--client", "-c", metavar="NAME[==VERSION]", help="Whose model says whether it acts here as there."
        ),
    ] = None,
    requests: Annotated[
        int | None, typer.Option("--requests", metavar="N", min=1, help="End after so many requests.")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option("--for", metavar="SECONDS", min=0.0, help="End after so much time.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print the requests only, not how to tell clients.")
    ] = False,
    no_color: NoColorOption = False,
) -> int:
    """Serve a scenario on this machine, to try any client in it.

    Every host of the scenario gets a port of 127.0.0.1, and speaks plain HTTP; every URL in pages, redirects and
    configuration is changed to match. Prints how uv, pip, Poetry and PDM are told, ready to paste, and then each
    request as it comes: the account that it was taken for, `stranger` or `nobody`, what was asked, and the answer.
    Calls of the keyring, for which there is a stand-in, are shown between them.
    With --proxy the hosts keep their names, behind a proxy that has its own certificates; it needs
    `pip install 'idxdoctor[wire]'`.

    A command after `--` is run in that world, without your own configuration; what is printed here goes to standard
    error then. Ctrl-C ends it, and nothing stays behind.

    Exit status: 0 ended, 2 the command or its input is wrong, or a port is taken; with a command, the command's.

    idxdoctor serve uv-13216-second-url

    idxdoctor serve uv-13216-second-url --proxy --port 8080

    idxdoctor serve uv-13216-second-url -- uv pip compile requirements.in

    idxdoctor serve uv-13216-second-url --requests 3 --for 60
    """
    if program and (requests is not None or seconds is not None):
        raise InputError(
            "a command ends by itself", place=Place("--requests"), remedy="Leave out --requests and --for."
        )
    world = load_scenario(find_scenario(scenario))
    asker = client_or_installed(client)
    coming: SimpleQueue[tuple[Seen, float]] = SimpleQueue()
    with stopped_cleanly():
        from idxdoctor.capture.serve import served_by_proxy, served_plainly
        from idxdoctor.report.views.serving import HEADING, configuration_lines

        serving = served_by_proxy if proxy else served_plainly
        with serving(world, port or 0, lambda seen: coming.put((seen, time()))) as served:
            out = Output(guard_for([*secrets_of_scenario(world)]), beside=bool(program))
            if not quiet:
                _tell(world, served, asker, out)
            if not quiet and not program:
                # What the scenario gives stands there to be pasted, passwords and all: they are made up.
                Output(guard_for()).text("\n".join([*configuration_lines(served), ""]))
            out.text(HEADING)
            rows = Rows(no_color=no_color, beside=bool(program))
            if program:
                return _run(program, served, coming, rows)
            with rows.counted():
                _show(served, coming, rows, _ending(requests, seconds))
    return 0


@contextmanager
def stopped_cleanly() -> Iterator[None]:
    """Let an interrupt, a request to end or a closed terminal end what is within, and not what comes after it."""
    names = [name for name in _STOPPING if hasattr(signal, name)]
    numbers = [number for name in names if signal.getsignal(number := signal.Signals[name]) is not signal.SIG_IGN]
    before = {number: signal.getsignal(number) for number in numbers}

    def stop(_: int, __: object) -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in before:
        signal.signal(number, stop)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell(world: Scenario, served: Served, client: Client, out: Output) -> None:
    from idxdoctor.capture.comparing.likeness import unlike
    from idxdoctor.report.views.serving import doubt_lines, where_lines

    pieces = [where_lines(world, served)]
    if served.places:
        pieces.append(doubt_lines(world, served, client, unlike(world, served.scenario, served.places, client)))
    for lines in pieces:
        out.text("\n".join([*lines, ""]))


def _ending(requests: int | None, seconds: float | None) -> Callable[[int], bool]:
    """Return what says, of the number of requests that were shown, whether serving ends."""
    begun = monotonic()
    return lambda shown: (
        (requests is not None and shown >= requests) or (seconds is not None and monotonic() - begun >= seconds)
    )


def _show(served: Served, coming: SimpleQueue[tuple[Seen, float]], rows: Rows, is_over: Callable[[int], bool]) -> None:
    """Show requests and calls of the keyring as they come, until that is over.

    A call is noted before the request that it is made for, so what is read after the requests has all that are before
    them. Raises `FaultError`, which ends it, where a secret of the scenario or of a client would be shown.
    """
    from idxdoctor.report.views.serving import keyring_line, request_line

    known = list(secrets_of_scenario(served.scenario))
    requests = calls = 0
    over = False
    while not over:
        over = is_over(requests)
        came = _come(coming, 0.0 if over else _TICK)
        called = served.keyring_calls()[calls:]
        news: list[tuple[float, Line, Seen | None]] = [(at, request_line(served, seen, at), seen) for seen, at in came]
        news += [(call.at, keyring_line(served, call), None) for call in called]
        for _, line, seen in sorted(news, key=itemgetter(0)):
            rows.add(line, guard_for(known, seen), counts=seen is not None)
        requests, calls = requests + len(came), calls + len(called)


def _come(coming: SimpleQueue[tuple[Seen, float]], patience: float) -> list[tuple[Seen, float]]:
    """Return what came, or comes within that many seconds."""
    came = []
    with suppress(Empty):
        came.append(coming.get(timeout=patience))
        while True:
            came.append(coming.get_nowait())
    return came


def _run(program: list[str], served: Served, coming: SimpleQueue[tuple[Seen, float]], rows: Rows) -> int:
    """Run a program in the world, show its requests, and return its exit status."""
    words = [which(program[0]) or program[0], *program[1:]]
    words[0] = str(Path(words[0]).absolute())
    folder = served.folder_of(program[0])
    try:
        process = subprocess.Popen(words, cwd=folder, env=served.environment())  # noqa: S603 - the user's own command
    except OSError as error:
        from idxdoctor.capture.tracing.command import not_run

        raise not_run(program[0], error) from None
    try:
        _show(served, coming, rows, lambda _: process.poll() is not None)
    except KeyboardInterrupt:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return process.returncode if process.returncode >= 0 else _SIGNALLED - process.returncode
