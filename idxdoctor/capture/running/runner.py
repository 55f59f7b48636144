"""Runs a real client in a scenario's world and returns what it did."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.answering.desk import Desk
from idxdoctor.capture.answering.proxy import Proxy
from idxdoctor.capture.answering.seen import Seen, SeenKeyring
from idxdoctor.capture.running.interpreters import learn, lend
from idxdoctor.capture.running.keyring import calls_in, install_keyring
from idxdoctor.capture.running.process import run_limited
from idxdoctor.capture.running.sandbox import Sandbox, sandbox
from idxdoctor.model.errors import InputError
from idxdoctor.model.secret import MASK
from idxdoctor.scenario.model import Scenario

TIME_LIMIT: Final = 120.0
_RUNNERS: Final = {name: f"idxdoctor.capture.running.run_{name}" for name in ("uv", "pip", "poetry", "pdm")}
_USERINFO: Final = re.compile(r"//[^/@\s`'\"]*@")
_TAIL: Final = 4000


class ClientRunner(Protocol):
    """What a client's module says about running it. One module a client.

    `command` starts a program, `patience` is how long (seconds) the client waits for an answer.
    """

    command: Callable[[Path], list[str]]
    patience: Callable[[Scenario], float]
    prepare: Callable[[Scenario, Sandbox], list[str]]
    variables: Callable[[Scenario, Sandbox], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Run:
    """What a real client did: its requests for pages and files, its keyring calls, and how it ended.

    `status` None means that it was stopped at the time limit; `stderr` is the end of what it said, without passwords.
    """

    exchanges: tuple[Seen, ...]
    files: tuple[Seen, ...]
    keyring: tuple[SeenKeyring, ...]
    status: int | None
    stderr: str

    @property
    def requests(self) -> list[Seen]:
        """Return all requests in the order in which they came."""
        return sorted((*self.exchanges, *self.files), key=lambda seen: seen.place)


def run_client(scenario: Scenario, name: str, program: Path, authority: Authority, limit: float = TIME_LIMIT) -> Run:
    """Run the client called `name`, whose program is `program`, in the scenario's world.

    Raises `InputError` where the scenario's configuration can't be read or the client can't be run.
    """
    runner = runner_of(name)
    desk = Desk(scenario, runner.patience(scenario))
    with sandbox(scenario.given) as box, Proxy(desk, authority) as proxy:
        authority.write_certificate(box.certificate)
        install_keyring(box.programs, scenario.given.keyring, box.keyring_log)
        arguments = runner.prepare(scenario, box)
        lend(program, box.cache)
        env = box.environment(runner.variables(scenario, box), proxy.url)
        finished = run_limited([*runner.command(program), *arguments], env, box.project, limit)
        learn(program, box.cache)
        calls = calls_in(box.keyring_log)
    stderr = _without_secrets(finished.stderr, scenario)[-_TAIL:]
    return Run(tuple(desk.exchanges), tuple(desk.files), calls, finished.status, stderr)


def runner_of(name: str) -> ClientRunner:
    """Return what says how a client is run. Raises `InputError` where there is none."""
    if name not in _RUNNERS:
        raise InputError(f"{name} can't be run in a scenario's world; {', '.join(_RUNNERS)} can")
    return cast(ClientRunner, import_module(_RUNNERS[name]))


def _without_secrets(text: str, scenario: Scenario) -> str:
    """Mask userinfo in URLs, and the passwords of the scenario's accounts and keyring."""
    text = _USERINFO.sub(f"//{MASK}@", text)
    secrets = [secret for server in scenario.servers for secret in server.accounts.values()]
    secrets += [entry.password for entry in scenario.given.keyring]
    for secret in secrets:
        if secret:
            text = text.replace(secret.reveal(), MASK)
    return text
