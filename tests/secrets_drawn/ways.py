"""Every command that tells of a world, in every format, quiet and verbose, failing and crashing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, TypeAlias, TypeVar
from unittest.mock import patch
from urllib.parse import quote

from idxdoctor.capture.answering.seen import Seen
from idxdoctor.capture.comparing.compare import compare
from idxdoctor.capture.comparing.verify import Verdict
from idxdoctor.capture.running.runner import Run
from idxdoctor.cli import replay as replay_module
from idxdoctor.cli import verify
from idxdoctor.diagnosis import check as check_module
from idxdoctor.diagnosis.check import checked
from idxdoctor.diagnosis.replay import replay_all
from idxdoctor.model.errors import IdxdoctorError
from idxdoctor.model.trace import Client
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import replay
from tests.secrets_drawn.live import live, traced, wired
from tests.secrets_drawn.logs import CLIENTS, log_of
from tests.secrets_drawn.telling import FILES, OUTPUTS, STREAMED, Told, told
from tests.secrets_drawn.worlds import World

T = TypeVar("T")
_FORMATS: Final = ("json", "markdown", "html", "junit", "sarif", *STREAMED)
_ASKS: Final = """
import base64, http.client, os, pathlib, re
from urllib.parse import quote, urlsplit
texts = [*os.environ.values(), *(one.read_text() for one in pathlib.Path().iterdir() if one.is_file())]
index = urlsplit(re.search(r"http://[^ /]*127.0.0.1:[0-9]+", " ".join(texts))[0])
place = os.environ.get("HTTP_PROXY") and "http://alpha.example"
for user, password in {accounts!r}:
    for path in ("/simple/foo/", "/" + quote(password, safe="") + "/foo/", "/foo/?token=" + quote(password, safe="")):
        given = base64.b64encode((user + ":" + password).encode()).decode()
        asking = http.client.HTTPConnection(index.hostname, index.port, timeout=2)
        try:
            asking.request("GET", (place or "") + path, headers={{"Authorization": "Basic " + given}})
            asking.getresponse().read()
        except OSError:
            pass
"""


def replayed(world: World) -> Iterator[Told]:
    """Replay it, or check it in its own world."""
    command = ("replay",) if world.seed % 3 else ("check", "--mock")
    client = ("--client", world.client)
    with ExitStack() as stack:
        # The search and the proofs of its fixes are the same each time; what is told of them is not.
        stack.enter_context(patch.object(replay_module, "replay_all", _once(replay_all)))
        stack.enter_context(patch.object(check_module, "checked", _once(checked)))
        yield from _told_in_every_way(world, command, client)


def _told_in_every_way(world: World, command: tuple[str, ...], client: tuple[str, ...]) -> Iterator[Told]:
    yield told((*command, "drawn.yaml", *client, *OUTPUTS, "--output", "-", "--format", "github"), FILES)
    yield told((*command, "drawn.yaml", *client, "--anonymize", *OUTPUTS, "-o", "-", "--format", "azure"), FILES)
    yield told((*command, "drawn.yaml", *client, "--format", "gitlab"))
    with patch.dict(os.environ, {"FORCE_COLOR": "1", "COLUMNS": str(40 + world.seed % 120)}):
        yield told((*command, "drawn.yaml", *client, ("--quiet", "--verbose")[world.seed % 2]))
    yield told(("config", "--scenario", "drawn.yaml", *client))
    yield told((*command, "drawn.yaml", *client, *OUTPUTS), FILES, crash=f"{world.one} and {world.passwords}")
    yield told((*command, "drawn.yaml", *client, "--format", f"x{world.one}"))


def _once(function: Callable[..., T]) -> Callable[..., T]:
    """Return a function that gives what it gave first."""
    given: list[T] = []

    def again(*arguments: object, **named: object) -> T:
        if not given:
            given.append(function(*arguments, **named))
        return given[0]

    return again


def probed(world: World) -> Iterator[Told]:
    """Check it with probes, under its names or under others."""
    named = ["--anonymize"] * world.dice.choice((0, 1))
    format_ = world.dice.choice(_FORMATS)
    yield told(("check", "--mock", "drawn.yaml", "--client", world.client, "--probe", *named, "--format", format_))


def compared(world: World) -> Iterator[Told]:
    """Compare releases."""
    yield told(("replay", "drawn.yaml", "--client", "uv==0.6.17", "--client", world.client))
    yield told(("bisect", "drawn.yaml"))


def explained(world: World) -> Iterator[Told]:
    """Explain a log of one of the clients."""
    dice = world.dice
    client = (*CLIENTS,)[world.seed % len(CLIENTS)]
    Path("drawn.log").write_text(log_of(dice, client, world.spare), encoding="utf-8")
    yield told(("explain", "drawn.log", *OUTPUTS), FILES)
    yield told(("explain", "drawn.log", "--format", dice.choice(STREAMED), dice.choice(("--verbose", "--quiet"))))
    yield told(("explain", "drawn.log", "--anonymize", *OUTPUTS), FILES)
    kept = ["--keep-names"] * dice.choice((0, 1))
    yield told(("explain", "drawn.log", "--quiet", "--scenario", "kept.yaml", *kept, "--force"), ("kept.yaml",))
    yield told(("explain", "drawn.log", *OUTPUTS), FILES, crash=str(world.spare))
    Path("drawn.log").write_text(f"{world.spare}\n", encoding="utf-8")
    yield told(("explain", "drawn.log"))


def recorded(world: World) -> Iterator[Told]:
    """Record a check of it, as a scenario and as a script."""
    kept = ["--keep-names"] * (world.seed // 2 % 2)
    record = ("record", "--mock", "drawn.yaml", "--client", world.client, *kept, "--force")
    yield told((*record, "--output", "kept.yaml"), ("kept.yaml",))
    yield told((*record, "--self-contained", "--output", "kept.py"), ("kept.py",))


def verified(world: World) -> Iterator[Told]:
    """Hold its model against clients that do nothing, do other things, fail, and do the same."""
    for judge in (_idle, _astray, _failed):
        with patch.object(verify, "verify_all", _judged_by(judge)):
            yield told(("verify", "drawn.yaml", "--client", world.client))


def really_verified(world: World) -> Iterator[Told]:  # noqa: ARG001 - it is in the folder
    """Hold its model against the real client."""
    yield told(("verify", "drawn.yaml", "--client", "uv==0.13.9"))


Judge: TypeAlias = Callable[[Scenario, Client], Verdict]


def _judged_by(judge: Judge) -> Callable[..., list[Verdict]]:
    def verify_all(pairs: Iterable[tuple[Scenario, Client]], *_: object) -> list[Verdict]:
        return [_or_error(judge, *pair) for pair in pairs]

    return verify_all


def _or_error(judge: Judge, scenario: Scenario, client: Client) -> Verdict:
    try:
        return judge(scenario, client)
    except IdxdoctorError as error:
        return Verdict(scenario, client, error=error)


def _idle(scenario: Scenario, client: Client) -> Verdict:
    said = f"error: {[one.reveal() for server in scenario.servers for one in server.accounts.values()]}"
    return Verdict(scenario, client, compare(replay(scenario, client), Run((), (), (), 2, said)))


def _astray(scenario: Scenario, client: Client) -> Verdict:
    """Return a comparison with a client that sends everything once more, and everywhere to another path."""
    trace = replay(scenario, client)
    exchanges = [one for lookup in trace.lookups for one in lookup.exchanges]
    sent = [
        Seen("GET", one.request.url.child(quote(word, safe="")), one.request.credential, one.answer, one.redirect)
        for one in exchanges
        for server in scenario.servers
        for word in (secret.reveal() for secret in server.accounts.values())
    ]
    return Verdict(scenario, client, compare(trace, Run(tuple(sent), (), (), 1, "")))


def _failed(scenario: Scenario, client: Client) -> Verdict:
    words = [secret.reveal() for server in scenario.servers for secret in server.accounts.values()]
    return Verdict(scenario, client, error=IdxdoctorError(f"it says {words}"))


def served(world: World) -> Iterator[Told]:
    """Serve it to a program that asks with the secrets, and for them."""
    code = _ASKS.format(accounts=[*world.passwords.items(), *world.spare.items()])
    words = ("--", sys.executable, "-IS", "-c", code)
    yield told(("serve", "drawn.yaml", "--client", world.client, *words))
    yield told(("serve", "drawn.yaml", "--client", world.client, "--proxy", *words))


WAYS: Final[Sequence[tuple[int, Callable[[World], Iterator[Told]]]]] = (
    (1, replayed),
    (1, explained),
    (4, verified),
    (4, probed),
    (8, live),
    (8, recorded),
    (20, compared),
    (20, served),
    (20, traced),
    (100, wired),
    (100, really_verified),
)
"""Ways to tell of a world; each is taken of every so many worlds."""
