"""Real clients in a scenario that is served: they send what they send under the hosts' own names."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from idxdoctor.capture.answering.seen import Seen
from idxdoctor.capture.comparing.judge import judge
from idxdoctor.capture.comparing.likeness import unlike
from idxdoctor.capture.running.binaries import program_of
from idxdoctor.capture.running.keyring import calls_in
from idxdoctor.capture.running.runner import Run, runner_of
from idxdoctor.capture.running.settings import Settings
from idxdoctor.capture.serve import served_by_proxy, served_plainly
from idxdoctor.capture.served import Served
from idxdoctor.clients.registry import client_of
from idxdoctor.model.trace import Client
from idxdoctor.scenario.catalogue import find_scenario
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.moved import moved_service

UV, PIP = client_of("uv"), Client("pip", "25.3", verified=False)
POETRY, PDM = Client("poetry", "2.2.1", verified=False), Client("pdm", "2.28.2", verified=False)
CLIENTS = (UV, PIP, POETRY, PDM)
Serving = Callable[[Scenario, int, Callable[[Seen], None]], AbstractContextManager[Served]]
FOUND = {
    "uv": r"==([\d.]+)",
    "pip": r"-([\d.]+)-py3",
    "poetry": r'(?m)^version = "([\d.]+)"',
    "pdm": r'(?m)^version = "([\d.]+)"',
}
"""What each client's result has a version by."""
ACME = "https://acme.jfrog.example"
FIRST, SECOND, THIRD, PYPI = (
    f"{base}/setuptools/"
    for base in (
        ACME,
        f"{ACME}/artifactory/api/pypi/acme/simple",
        f"{ACME}/acme/api/pypi/acme/simple",
        "https://pypi.org/simple",
    )
)
LAST = (PYPI, None, 200)
ASKED = {
    "uv": [
        (FIRST, None, 404),
        (FIRST, "ci", 404),
        (SECOND, "ci", 404),
        (THIRD, None, 401),
        (THIRD, "ci", 404),
        LAST,
    ],
    "pip": [LAST, (FIRST, None, 404), (SECOND, "ci", 404), (THIRD, "ci", 404)],
    "poetry": [(FIRST, "ci", 404), (SECOND, "ci", 404), (THIRD, None, 401), LAST],
    "pdm": [(FIRST, None, 404), (SECOND, "ci", 404), (THIRD, "ci", 404), LAST, (FIRST, "ci", 404)],
}
"""What each client asks for in a world where one of three indexes on a host has credentials."""
FAST = {
    "POETRY_VIRTUALENVS_CREATE": "false",
    "PDM_USE_VENV": "false",
    "PDM_IGNORE_SAVED_PYTHON": "1",
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


@pytest.fixture(params=[served_plainly, served_by_proxy], ids=["plain", "proxy"])
def serving(request: pytest.FixtureRequest) -> Serving:
    """Each way to serve."""
    way: Serving = request.param
    return way


def of_release(client: Client) -> list[str]:
    """Return how a release is started."""
    return runner_of(client.name).command(program_of(client))


def resolved(serving: Serving, name: str, client: Client) -> tuple[list[str], list[tuple[str, str | None, int | None]]]:
    """Have a client resolve in a served scenario as it is told there: what it found, and what it asked for, once each.

    Raises `AssertionError` with what it printed where it fails.
    """
    seen = list[Seen]()
    with serving(load_scenario(find_scenario(name)), 0, seen.append) as served:
        told = next(one for one in served.settings if one.client == client.name)
        folder, printed = served.folder(told), ran_as_told(served, client, told)
        found = re.findall(FOUND[client.name], printed if client.name == "uv" else everything_in(folder))
        asked = [(str(served.named(one.url)), one.answer.account, one.answer.status) for one in seen]
    return list(dict.fromkeys(found)), list(dict.fromkeys(asked))


def ran_as_told(served: Served, client: Client, told: Settings) -> str:
    done = subprocess.run(
        [*of_release(client), *told.command.split()[1:]],
        cwd=served.folder(told),
        env=served.environment() | FAST,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def everything_in(folder: Path) -> str:
    """Return the names of a folder's files, and the text of the lock files."""
    locks = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.lock"))]
    return "\n".join((*(path.name for path in sorted(folder.iterdir())), *locks))


@pytest.mark.parametrize("client", CLIENTS, ids=str)
def test_each_client_resolves_as_it_is_told_and_meets_every_index(client: Client, serving: Serving) -> None:
    found, asked = resolved(serving, "uv-13216-second-url", client)
    assert found == ["80.0"]
    assert [one for one in asked if one[0].endswith("/setuptools/")] == ASKED[client.name]
    assert ("https://pypi.org/files/setuptools-80.0-py3-none-any.whl", None, 200) in asked


@pytest.mark.parametrize("client", [UV, POETRY], ids=str)
def test_a_client_gets_its_password_from_the_served_keyring(client: Client, serving: Serving) -> None:
    found, asked = resolved(serving, "uv-keyring-by-index-url", client)
    assert (found, asked[0]) == (["1.0"], ("https://pypi.acme.example/simple/foo/", "ci", 200))


def services(serving: Serving, client: Client) -> list[tuple[str, str | None, bool]]:
    """Return what a client asks the keyring of that scenario for, once each, and whether it is there."""
    scenario = load_scenario(find_scenario("uv-keyring-by-index-url"))
    with serving(scenario, 0, lambda _: None) as served:
        told = next(one for one in served.settings if one.client == client.name)
        with suppress(AssertionError):
            ran_as_told(served, client, told)
        calls = served.keyring_calls()
        return list(dict.fromkeys((served.named_service(one.service), one.username, served.has(one)) for one in calls))


def test_the_keyring_is_asked_under_the_names_that_each_client_has_for_it(serving: Serving) -> None:
    index = "https://pypi.acme.example/simple"
    assert services(serving, UV) == [(index, "ci", True)]
    assert services(serving, PIP) == [(f"{index}/", "ci", False), ("pypi.acme.example", "ci", False)]
    assert (index, "ci", True) in services(serving, POETRY)
    assert services(serving, PDM)[:2] == [(f"{index}/", "ci", False), ("pypi.acme.example", "ci", False)]
