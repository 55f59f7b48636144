"""What a real release logs in a scenario's world, beside what the proxy saw of it."""

from __future__ import annotations

from typing import Final, NamedTuple

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.answering.desk import Desk
from idxdoctor.capture.answering.proxy import Proxy
from idxdoctor.capture.logs.read import traces_in
from idxdoctor.capture.running import run_uv
from idxdoctor.capture.running.binaries import program_of
from idxdoctor.capture.running.interpreters import learn, lend
from idxdoctor.capture.running.keyring import calls_in, install_keyring
from idxdoctor.capture.running.process import run_limited
from idxdoctor.capture.running.runner import Run
from idxdoctor.capture.running.sandbox import sandbox
from idxdoctor.clients.registry import client_of, model_of
from idxdoctor.model.trace import Trace
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.surroundings import surroundings_of

LIMIT: Final = 90.0
RUST_LOG: Final = "RUST_LOG"
"""In the place of -v or -vv: `RUST_LOG=uv=trace`, by which releases before 0.6.4 tell what later ones do at -vv."""


class Logged(NamedTuple):
    """A real run: what the release printed, explained, and what was seen of it."""

    scenario: Scenario
    version: str
    verbosity: str
    text: str
    trace: Trace
    run: Run


def logged(scenario: Scenario, version: str, authority: Authority, verbosity: str = "-vv") -> Logged:
    """Run uv at a version in the scenario's world, and read its log."""
    program = program_of(client_of(f"uv=={version}"))
    desk = Desk(scenario, model_of("uv").read_plan(surroundings_of(scenario, "uv")).timeout)
    with sandbox(scenario.given) as box, Proxy(desk, authority) as proxy:
        authority.write_certificate(box.certificate)
        install_keyring(box.programs, scenario.given.keyring, box.keyring_log)
        arguments = run_uv.prepare(scenario, box)
        own = dict(run_uv.variables(scenario, box))
        if verbosity == RUST_LOG:
            own[RUST_LOG] = "uv=trace"
        else:
            arguments.append(verbosity)
        lend(program, box.cache)
        done = run_limited([str(program), *arguments], box.environment(own, proxy.url), box.project, LIMIT)
        learn(program, box.cache)
        calls = calls_in(box.keyring_log)
    (trace,) = traces_in(done.stderr.split("\n"), scenario.id)
    run = Run(tuple(desk.exchanges), tuple(desk.files), calls, done.status, "")
    return Logged(scenario, version, verbosity, done.stderr, trace, run)
