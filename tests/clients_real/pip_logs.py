"""What a real pip logs in a scenario's world, beside what the proxy saw of it."""

from __future__ import annotations

from typing import Final, NamedTuple

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.answering.desk import Desk
from idxdoctor.capture.answering.proxy import Proxy
from idxdoctor.capture.answering.seen import Seen, SeenKeyring
from idxdoctor.capture.logs.read import traces_in
from idxdoctor.capture.running.binaries import installed
from idxdoctor.capture.running.keyring import calls_in, install_keyring
from idxdoctor.capture.running.process import run_limited
from idxdoctor.capture.running.run_pip import command, patience, prepare, variables
from idxdoctor.capture.running.sandbox import sandbox
from idxdoctor.model.trace import Client, Trace
from idxdoctor.scenario.model import Scenario

LIMIT: Final = 120.0


class Logged(NamedTuple):
    """A real run: what the release printed, how it ended, the log explained, and what was seen of it, in order."""

    scenario: Scenario
    version: str
    text: str
    status: int | None
    trace: Trace
    seen: tuple[Seen, ...]
    keyring: tuple[SeenKeyring, ...]


def logged(scenario: Scenario, version: str, authority: Authority, verbosity: str = "-vvv") -> Logged:
    """Run pip at a version in the scenario's world, and read its log."""
    program = installed(Client("pip", version, verified=False))
    desk = Desk(scenario, patience(scenario))
    with sandbox(scenario.given) as box, Proxy(desk, authority) as proxy:
        authority.write_certificate(box.certificate)
        install_keyring(box.programs, scenario.given.keyring, box.keyring_log)
        arguments = [*prepare(scenario, box), verbosity]
        env = box.environment(variables(scenario, box), proxy.url)
        done = run_limited([*command(program), *arguments], env, box.project, LIMIT, both=True)
        calls = calls_in(box.keyring_log)
    (trace,) = traces_in(done.stderr.split("\n"), scenario.id)
    seen = sorted((*desk.exchanges, *desk.files), key=lambda one: one.place)
    return Logged(scenario, version, done.stderr, done.status, trace, tuple(seen), calls)
