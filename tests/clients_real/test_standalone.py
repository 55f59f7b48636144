"""A scenario as one script: the real uv ends in it as in the world that it was made of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from idxdoctor.capture.binaries import program_of
from idxdoctor.capture.standalone import standalone_script
from idxdoctor.clients.registry import client_of
from idxdoctor.model.errors import InputError
from idxdoctor.scenario.library import find_scenario
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.transport.replay import replay
from tests.worlds import server, world


def ran(folder: Path, name: str, version: str) -> subprocess.CompletedProcess[str]:
    """Run the script of a shipped scenario with a release of uv, by Python's standard library alone."""
    script = folder / "reproduce.py"
    script.write_text(standalone_script(load_scenario(find_scenario(name))), encoding="utf-8")
    program = program_of(client_of(f"uv=={version}"))
    command = [sys.executable, "-I", str(script), str(program)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


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
    done = ran(tmp_path, name, version)
    trace = replay(load_scenario(find_scenario(name)), client_of(f"uv=={version}"))
    said = {
        f"{one.request.method} {one.request.url.reveal()}  {one.answer.account or 'nobody'}  {one.answer.status}"
        for lookup in trace.lookups
        for one in (*lookup.exchanges, *lookup.files)
    }
    seen = {line for line in done.stdout.splitlines() if line.startswith(("GET", "HEAD"))}
    assert {line.replace("https://", "http://") for line in said} == seen
    found = all(lookup.ending.outcome.value == "found" and not lookup.file_fault for lookup in trace.lookups)
    assert (done.returncode == 0) == found
    for status in {lookup.ending.status for lookup in trace.lookups} - {200, 404, None}:
        assert str(status) in done.stderr


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
