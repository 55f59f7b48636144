"""`idxdoctor trace` run as a user would, on a real client in a scenario's world, beside what the world saw of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.answering.desk import Desk
from idxdoctor.capture.answering.proxy import Proxy
from idxdoctor.capture.answering.seen import CONNECT, Seen
from idxdoctor.capture.running import run_pdm, run_pip, run_poetry, run_uv
from idxdoctor.capture.running.binaries import program_of
from idxdoctor.capture.running.interpreters import learn, lend
from idxdoctor.capture.running.keyring import install_keyring
from idxdoctor.capture.running.sandbox import Sandbox, sandbox
from idxdoctor.model.trace import Client
from idxdoctor.scenario.model import Scenario

ROOT: Final = Path(__file__).parent.parent
LIMIT: Final = 90.0
_RUNNERS: Final[dict[str, Any]] = {"uv": run_uv, "pip": run_pip, "poetry": run_poetry, "pdm": run_pdm}


class World(NamedTuple):
    """A scenario's world at work: the sandbox, what is asked in it, and the environment of a client there."""

    box: Sandbox
    desk: Desk
    env: dict[str, str]
    words: list[str]


class Traced(NamedTuple):
    """A traced run: its status, both streams, the report as JSON, and what the world saw."""

    status: int
    out: str
    err: str
    report: dict[str, Any]
    seen: tuple[Seen, ...]

    @property
    def lookups(self) -> list[dict[str, Any]]:
        """Return the lookups of all runs."""
        return [lookup for run in self.report["runs"] for lookup in run["lookups"]]

    @property
    def findings(self) -> set[str]:
        """Return the codes of all findings."""
        return {finding["code"] for lookup in self.lookups for finding in lookup["findings"]}


@contextmanager
def in_world(scenario: Scenario, version: str, authority: Authority, client: str = "uv") -> Iterator[World]:
    """Open a scenario's world for a release of a client."""
    program = program_of(Client(client, version, verified=False))
    runner, desk = _RUNNERS[client], Desk(scenario, 3.0)
    with sandbox(scenario.given) as box, Proxy(desk, authority) as proxy:
        authority.write_certificate(box.certificate)
        install_keyring(box.programs, scenario.given.keyring, box.keyring_log)
        start = [str(program)] if client == "uv" else runner.command(program)
        words = [*start, *runner.prepare(scenario, box)]
        lend(program, box.cache)
        env = box.environment(runner.variables(scenario, box), proxy.url) | {"COLUMNS": "100"}
        yield World(box, desk, env, words)
        learn(program, box.cache)


def untraced(world: World) -> subprocess.CompletedProcess[str]:
    """Run the command of a world as it is."""
    return _run(world.words, world)


def traced(world: World, *options: str) -> Traced:
    """Trace the command of a world."""
    report = world.box.root / "report.json"
    done = _run(tool("trace", "--output", str(report), *options, "--", *world.words), world)
    told = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {"runs": []}
    seen = sorted((*world.desk.exchanges, *world.desk.files), key=lambda one: one.place)
    return Traced(done.returncode, done.stdout, done.stderr, told, tuple(one for one in seen if one.method != CONNECT))


def tool(*arguments: str) -> list[str]:
    """Return the command line that runs the tool."""
    return [sys.executable, "-m", "idxdoctor", *arguments]


def _run(words: Sequence[str], world: World) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words,
        cwd=world.box.project,
        env=world.env | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [world.env.get("PYTHONPATH")])])},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
