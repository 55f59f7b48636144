"""Real clients in a scenario that is served: they send what they send under the hosts' own names."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from idxdoctor.capture.binaries import program_of
from idxdoctor.capture.judge import judge
from idxdoctor.capture.keyring import calls_in
from idxdoctor.capture.likeness import unlike
from idxdoctor.capture.runner import Run
from idxdoctor.capture.seen import Seen
from idxdoctor.capture.serve import Served, served_by_proxy, served_plainly
from idxdoctor.clients.registry import client_of
from idxdoctor.scenario.library import find_scenario
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.moved import moved_service

FAST = {
    "UV_PYTHON": sys.executable,
    "UV_TEST_NO_HTTP_RETRY_DELAY": "1",
    "UV_INTERNAL__TEST_NO_HTTP_RETRY_DELAY": "1",
}
NAMES = (
    "uv-13216-second-url",
    "uv-13216-command-line-index",
    "uv-13216-feed-without-token",
    "uv-13216-redirect-302",
    "uv-13216-redirect-303",
    "uv-13216-refused-behind-redirect",
    "uv-13216-username-beside-full-url",
    "uv-files-elsewhere",
    "uv-locked-files",
    "uv-workspace",
    "uv-metadata-apart",
    "uv-keyring-by-index-url",
    "uv-has-credentials-store",
    "uv-idx110-netrc-parent-domain",
)


def ran(served: Served, command: list[str]) -> int:
    done = subprocess.run(
        command,
        cwd=served.folder_of(command[0]),
        env=served.environment() | FAST,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.returncode


def run_of(served: Served, seen: list[Seen], status: int) -> Run:
    """Return the run, under the hosts' own names."""
    named = [
        replace(one, url=served.named(one.url), redirect=one.redirect and served.named(one.redirect), place=place)
        for place, one in enumerate(seen)
    ]
    names = {place: origin for origin, place in served.places.items()}
    calls = (replace(call, service=moved_service(call.service, names)) for call in calls_in(served.box.keyring_log))
    files = tuple(one for one in named if one.url.path.endswith((".whl", ".metadata")))
    pages = tuple(one for one in named if one not in files)
    return Run(pages, files, tuple(calls), status, "")


@pytest.mark.parametrize("version", ["0.7.0", client_of("uv").version])
@pytest.mark.parametrize("name", NAMES)
def test_uv_sends_to_the_ports_what_its_model_sends_to_the_hosts(name: str, version: str) -> None:
    scenario, client = load_scenario(find_scenario(name)), client_of(f"uv=={version}")
    program, seen = program_of(client), list[Seen]()
    with served_plainly(scenario, 0, seen.append) as served:
        uv = next(settings.command for settings in served.settings if settings.client == "uv")
        status = ran(served, [str(program), *uv.split()[1:]])
        comparison = judge(scenario, client, run_of(served, seen, status))
        found = unlike(scenario, served.scenario, served.places, client)
    assert found is None
    assert comparison.agrees, comparison.parting


@pytest.mark.parametrize("serving", [served_plainly, served_by_proxy])
def test_pip_asks_all_indexes_as_it_is_told(serving: object) -> None:
    seen = list[Seen]()
    with serving(load_scenario(find_scenario("uv-13216-second-url")), 0, seen.append) as served:  # type: ignore[operator]
        assert ran(served, [sys.executable, "-m", "pip", "download", "--quiet", "setuptools"]) == 0
        asked = [(str(served.named(one.url)), one.answer.account, one.answer.status) for one in seen]
        assert list(Path(served.box.project).glob("setuptools-80.0-*.whl"))
    acme = "https://acme.jfrog.example"
    assert asked == [
        ("https://pypi.org/simple/setuptools/", None, 200),
        (f"{acme}/setuptools/", None, 404),
        (f"{acme}/artifactory/api/pypi/acme/simple/setuptools/", "ci", 404),
        (f"{acme}/acme/api/pypi/acme/simple/setuptools/", "ci", 404),
        ("https://pypi.org/files/setuptools-80.0-py3-none-any.whl", None, 200),
    ]
