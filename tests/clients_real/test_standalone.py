"""A scenario as one script: the real uv ends in it as in the world that it was made of."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from idxdoctor.capture.comparing.compare import ends_the_run
from idxdoctor.capture.running.binaries import program_of
from idxdoctor.capture.standalone import standalone_script
from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.records.record import record
from idxdoctor.model.errors import InputError
from idxdoctor.model.exchange import Exchange
from idxdoctor.scenario.catalogue import find_scenario, shipped_scenarios
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.bench import MockedBench
from idxdoctor.transport.check import packages_to_check
from idxdoctor.transport.replay import replay
from tests.worlds import server, world


def command_for(folder: Path, scenario: Scenario, program: Path) -> list[str]:
    """Return the command that runs the script of a scenario by Python's standard library alone."""
    script = folder / "reproduce.py"
    script.write_text(standalone_script(scenario), encoding="utf-8")
    return [sys.executable, "-I", str(script), str(program)]


def said(exchange: Exchange) -> str:
    """Return the line that a script prints of an exchange."""
    url = exchange.request.url.reveal().replace("https://", "http://")
    answer = exchange.answer
    return f"{exchange.request.method} {url}  {answer.account or 'nobody'}  {answer.status or 'no answer'}"


def assert_uv_sends_what_the_model_sends(folder: Path, scenario: Scenario, version: str) -> None:
    """Run the script with a release of uv, without any variable, and hold what it prints against the replay."""
    command = command_for(folder, scenario, program_of(client_of(f"uv=={version}")))
    temporary = folder / "tmp"
    temporary.mkdir()
    env = {"TMPDIR": str(temporary)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=folder, env=env)
    trace = replay(scenario, client_of(f"uv=={version}"))
    found = not any(ends_the_run(lookup) for lookup in trace.lookups)
    pages = {said(one) for lookup in trace.lookups for one in lookup.exchanges}
    files = {said(one) for lookup in trace.lookups for one in lookup.files}
    seen = {line for line in done.stdout.splitlines() if line.startswith(("GET", "HEAD"))}
    assert {line for line in seen if not IS_FILE.search(line)} == pages
    assert {line for line in files if line.startswith("GET")} <= seen or not found
    assert (done.returncode == 0) == found
    for status in {lookup.ending.status for lookup in trace.lookups} - {200, 404, None}:
        assert str(status) in done.stderr
    assert not list(temporary.iterdir())


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("uv-13216-second-url", "0.7.0"),
        ("uv-13216-second-url", "0.7.4"),
        ("uv-idx101-private-index-without-credentials", "0.13.9"),
        ("uv-idx116-keyring-asked-for-the-file", "0.13.9"),
        ("uv-metadata-apart", "0.13.9"),
    ],
)
def test_uv_sends_in_the_script_what_it_sends_in_the_scenario(tmp_path: Path, name: str, version: str) -> None:
    assert_uv_sends_what_the_model_sends(tmp_path, load_scenario(find_scenario(name)), version)


IS_FILE = re.compile(r"\.(?:whl|tar\.gz)(?:\.metadata)?(?:\?\S*)?  ")
NAMES = (
    "uv-pin-in-uv-pip",
    "uv-idx112-never-with-credentials-in-the-url",
    "uv-idx210-forbidden-name",
    "uv-idx305-another-definition-is-asked",
    "uv-unlike-408-signature-holds",
    "uv-workspace",
)
SAMPLE = [file for file in shipped_scenarios() if file.stem in NAMES]


@pytest.mark.parametrize("file", SAMPLE, ids=lambda file: file.stem)
def test_uv_sends_in_the_script_of_a_record_what_was_checked(tmp_path: Path, file: Path) -> None:
    scenario, client = load_scenario(file), client_of("uv==0.13.9")
    bench = MockedBench.of(scenario, "uv")
    made = record(bench, client, packages_to_check(bench.here, client, scenario.given.packages), "recorded")
    assert_uv_sends_what_the_model_sends(tmp_path, made.scenario, "0.13.9")


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_script_that_is_stopped_leaves_nothing(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    lasting = tmp_path / "lasting"
    lasting.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec /bin/sleep 60\n", encoding="utf-8")
    lasting.chmod(0o700)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    command = command_for(tmp_path, load_scenario(find_scenario("uv-13216-second-url")), lasting)
    process = subprocess.Popen(command, env={"TMPDIR": str(temporary)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    pid = tmp_path / "pid"
    for _ in range(400):
        if pid.exists() and pid.read_text(encoding="utf-8").strip():
            break
        sleep(0.1)
    process.send_signal(sent)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (status, b"")
    assert not list(temporary.iterdir())
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text(encoding="utf-8")), 0)


def test_the_script_says_what_is_to_be_seen() -> None:
    script = standalone_script(load_scenario(find_scenario("uv-13216-second-url")))
    wanted = "  GET http://acme.jfrog.example/acme/api/pypi/acme/simple/setuptools/  nobody  401\n"
    assert wanted in script.partition("from __future__")[0]


def test_what_needs_tls_is_refused() -> None:
    untrusted = world(
        {"UV_DEFAULT_INDEX": "https://h.example/simple"}, server("https://h.example", {"answer": {"drop": "tls"}})
    )
    with pytest.raises(InputError, match="without TLS"):
        standalone_script(untrusted)


def test_what_stands_in_a_scenario_cannot_leave_its_place_in_the_script() -> None:
    hostile = world(
        {"UV_DEFAULT_INDEX": "https://h.example/simple"},
        server("https://h.example", {"answer": {"body": '""" + __import__("os").abort() + """'}}),
    )
    script = standalone_script(hostile._replace(title='x""" + y + """\\'))
    compile(script, "script", "exec")
    assert "abort" not in script.replace('\\"\\"\\" + __import__(\\"os\\").abort()', "")
