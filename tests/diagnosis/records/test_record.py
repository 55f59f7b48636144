"""A check kept as a scenario: its replay is the same, and nothing private stands in it."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.records.record import Record, record
from idxdoctor.diagnosis.replay import replayed
from idxdoctor.model.errors import IdxdoctorError
from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.loader import load_scenario, parse_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.bench import MockedBench
from idxdoctor.transport.check import packages_to_check
from tests.worlds import PAGE, PYPI, server, world

EVERY_SCENARIO = pytest.mark.parametrize("file", shipped_scenarios(), ids=lambda file: file.stem)
VERSIONS = ("0.6.0", "0.7.0", "0.8.15", "0.13.9")
CANARY = "qzcanary"


def recorded(scenario: Scenario, version: str, *, keep_names: bool = False) -> Record:
    """Return the record of a check in a scenario's world."""
    bench, client = MockedBench.of(scenario, "uv"), client_of(f"uv=={version}")
    packages = packages_to_check(bench.here, client, scenario.given.packages)
    return record(bench, client, packages, "recorded", keep_names=keep_names)


@EVERY_SCENARIO
def test_the_replay_of_a_record_is_what_was_checked(file: Path) -> None:
    scenario = load_scenario(file)
    for version in VERSIONS:
        made = recorded(scenario, version)
        assert made.difference is None
        again = replayed(parse_scenario(made.text, "recorded.yaml"), client_of(f"uv=={version}"))
        assert again.mismatches == ()


@EVERY_SCENARIO
def test_nothing_private_stands_in_a_record(file: Path) -> None:
    """Every word of the scenario that is somebody's is made a canary, and none of them is found again."""
    text = file.read_text(encoding="utf-8").partition("\nexpect:")[0]
    words = sorted(private_words(load_scenario(file)), key=len, reverse=True)
    pattern = re.compile(rf"(?i)(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, words))})(?![A-Za-z0-9])")
    marked = pattern.sub(lambda found: f"{CANARY}{words.index(found[0].lower())}", text)
    try:
        made = recorded(parse_scenario(marked, str(file)), "0.13.9")
    except IdxdoctorError:
        pytest.skip("the words belong to the syntax of this one")
    for shown in readings(made.text):
        assert CANARY not in shown.lower()


def private_words(scenario: Scenario) -> set[str]:
    """Return the labels of made-up hosts, the accounts, their passwords, and packages that PyPI can't have."""
    hosts = [server.url.host for server in scenario.servers if server.url.host.endswith(".example")]
    words = {label for host in hosts for label in host.removesuffix(".example").split(".")}
    for server_ in scenario.servers:
        words |= {word.lower() for name in server_.accounts for word in (name, server_.accounts[name].reveal())}
    words |= {entry.username for entry in scenario.given.keyring} | {"acme", "corp", "team"}
    if not any(server.url.host == "pypi.org" for server in scenario.servers):
        words |= {*scenario.given.packages}
    kept = {"pypi", "files", "api", "python", "packages", "simple", "token", "password", "user", "aws", "build", "x"}
    return {word for word in words if re.fullmatch(r"[a-z][a-z0-9-]+", word)} - kept


def readings(text: str) -> Iterator[str]:
    """Return a text as it stands, percent-encoding undone, and every run of base64 in it decoded."""
    yield text
    yield unquote(text)
    for run in re.findall(r"[A-Za-z0-9+/_-]{8,}", text):
        standard = run.replace("-", "+").replace("_", "/")[: len(run) // 4 * 4]
        yield b64decode(standard).decode("latin-1")


def test_with_names_kept_hosts_and_packages_stay_and_secrets_do_not() -> None:
    env = {"UV_DEFAULT_INDEX": "https://alice:hunter2@pypi.corp.example/team/simple"}
    made = recorded(
        world(env, server("https://pypi.corp.example", {"as": "alice", "answer": 403}, accounts={"alice": "hunter2"})),
        "0.13.9",
        keep_names=True,
    )
    assert made.difference is None
    assert "https://alice:made-up-1@pypi.corp.example/team/simple" in made.text
    assert "package-1" not in made.text
    assert "hunter2" not in made.text
    assert "hosts and names are real" in made.text


def test_what_fixes_were_answered_is_recorded_so_that_they_are_proved_again() -> None:
    scenario = load_scenario(next(path for path in shipped_scenarios() if path.stem == "uv-13216-second-url"))
    made = recorded(scenario, "0.7.0")
    upgraded = replayed(parse_scenario(made.text, "recorded.yaml"), client_of("uv==0.7.4"))
    assert upgraded.trace.lookups[0].ending.outcome.value == "found"


def test_what_does_not_matter_is_left_out() -> None:
    env = {"UV_DEFAULT_INDEX": "https://h.example/simple", "UV_NO_SOURCES": "1", "UV_INDEX_ELSE_USERNAME": "bob"}
    files = {
        "~/.netrc": "machine git.example login bob password hunter2\n",
        "pyproject.toml": '[project]\nname = "app"\nversion = "1"\n[tool.black]\nline-length = 88\n',
    }
    made = recorded(world(env, server("https://h.example", {"answer": PAGE}), PYPI, files=files), "0.13.9")
    assert made.difference is None
    assert not made.scenario.given.files
    assert "git" not in made.text
    assert "black" not in made.text


def test_a_secret_that_a_server_repeats_is_not_recorded() -> None:
    env = {"UV_DEFAULT_INDEX": "https://ci:correct-horse@h.example/simple"}
    answer = {
        "status": 403,
        "body": "correct-horse is wrong for ci",
        "headers": {"WWW-Authenticate": 'Basic realm="correct-horse"', "Server": "Y29ycmVjdC1ob3JzZQ=="},
    }
    made = recorded(world(env, server("https://h.example", {"answer": answer})), "0.13.9")
    assert "horse" not in made.text
    assert "Y29y" not in made.text
