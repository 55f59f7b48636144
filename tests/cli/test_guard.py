"""Nothing with a secret in it leaves, even where masking has failed."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from socketserver import BaseRequestHandler
from threading import Thread
from time import perf_counter
from typing import TypeAlias

import pytest

from idxdoctor.capture.answering.seen import Seen
from idxdoctor.capture.comparing import bisect as capture_bisect
from idxdoctor.capture.comparing.bisect import RealStretch
from idxdoctor.capture.comparing.compare import compare
from idxdoctor.capture.comparing.verify import Verdict
from idxdoctor.capture.running.runner import Run as RealRun
from idxdoctor.capture.threaded import ThreadedServer
from idxdoctor.cli import rule as rules_of
from idxdoctor.cli import verify
from idxdoctor.cli.guard import guard_for
from idxdoctor.model.errors import FaultError
from idxdoctor.model.exchange import Answer
from idxdoctor.model.trace import Client
from idxdoctor.model.url import Url
from idxdoctor.report import redaction
from idxdoctor.report.formats.registry import rendered
from idxdoctor.scenario.draw import draw
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import replay
from tests.cli.conftest import Cli
from tests.conversation import credential
from tests.worlds import Data, replay_of, server, world_text

Capture: TypeAlias = pytest.CaptureFixture[str]

CANARY = "zq7canary-4711"
NEW = ("--client", "uv==0.13.9")
ALL = ("rich", "json", "markdown", "html", "junit", "sarif", "github", "azure", "gitlab")


def write_world(folder: Path, secret: str = CANARY) -> str:
    """Write a scenario in which the password stands in a URL and a package's name; return its file's name."""
    leads: Data = {"answer": {"redirect": f"/told/{secret}/"}}
    refuses: Data = {"path": "/told/*", "answer": 401}
    env = {"UV_INDEX_URL": f"https://ci:{secret}@h.example/simple"}
    text = world_text(env, server("https://h.example", refuses, leads), packages=[secret])
    (folder / "made-up.yaml").write_text(text, encoding="utf-8")
    return "made-up.yaml"


@pytest.fixture
def no_masking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports mask nothing beyond what values mask themselves."""
    monkeypatch.setattr(redaction.Scrubber, "clean", lambda _, text: text)


@pytest.mark.usefixtures("no_masking")
@pytest.mark.parametrize("format_", ALL)
@pytest.mark.parametrize("command", [["replay"], ["check", "--mock"]])
def test_a_report_that_would_hold_a_secret_is_not_written(
    cli: Cli, folder: Path, command: list[str], format_: str
) -> None:
    result = cli(*command, write_world(folder), *NEW, "--format", format_)
    assert (result.status, result.out) == (70, "")
    assert "nothing was written: a secret from" in result.err
    assert "standard output" in result.err
    assert CANARY not in result.err


@pytest.mark.usefixtures("no_masking")
def test_of_several_files_none_is_written(cli: Cli, folder: Path) -> None:
    outputs = ("--output", "quiet.txt", "--output", "a.json", "--output", "b.md")
    result = cli("replay", write_world(folder), *NEW, *outputs)
    assert result.status == 70
    assert [path.name for path in folder.iterdir()] == ["made-up.yaml"]


def test_the_same_reports_masked_are_written(cli: Cli, folder: Path) -> None:
    for format_ in ALL:
        result = cli("replay", write_world(folder), *NEW, "--format", format_)
        assert (result.status, result.err) == (1, "")
        assert "****" in result.out


@pytest.mark.parametrize(
    "secret", ["simple", "status", "package", "class", "2024", "abc", "href", "flask", "foo", "ci"]
)
def test_a_password_that_is_a_word_of_reports_makes_none_impossible(cli: Cli, folder: Path, secret: str) -> None:
    for format_ in ALL:
        result = cli("replay", write_world(folder, secret), *NEW, "--format", format_)
        assert (result.status, result.err) == (1, "")


@pytest.mark.usefixtures("no_masking")
def test_a_configuration_that_would_hold_a_secret_is_not_printed(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_INDEX_URL", f"https://ci:{CANARY}@h.example/{CANARY}/simple")
    result = cli("config", *NEW)
    assert (result.status, result.out) == (70, "")
    assert CANARY not in result.err
    assert [*folder.iterdir()] == []


def test_an_error_that_would_tell_a_secret_of_the_environment_tells_that_instead(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPLOY_TOKEN", CANARY)
    result = cli("replay", f"no/such/{CANARY}.yaml")
    assert result.status == 70
    assert CANARY not in result.err
    assert "DEPLOY_TOKEN" in result.err


def test_a_place_that_is_a_secret_itself_is_not_named() -> None:
    with pytest.raises(FaultError, match="would stand in the output") as caught:
        guard_for(credential(f"ci:{CANARY}")).let_pass([(f"{CANARY}.txt", CANARY)])
    assert CANARY not in str(caught.value)


def test_a_megabyte_is_looked_through_in_no_time() -> None:
    runs = [replay_of(draw(seed), "0.13.9") for seed in range(8)]
    text = rendered("html", runs)
    text *= 1_000_000 // len(text) + 1
    guard = guard_for(runs)
    begun = perf_counter()
    guard.let_pass([("a.html", text)])
    assert perf_counter() - begun < 5


@pytest.mark.usefixtures("no_masking")
@pytest.mark.parametrize("format_", ["rich", "json"])
def test_a_probe_whose_announcement_would_tell_a_secret_is_not_sent(cli: Cli, folder: Path, format_: str) -> None:
    result = cli("check", "--mock", write_world(folder), *NEW, "--probe", "--format", format_)
    assert (result.status, result.out) == (70, "")
    assert result.err.startswith("idxdoctor: error: nothing was written: a secret from")
    assert "standard error" in result.err
    assert CANARY not in result.err


@pytest.mark.usefixtures("no_masking")
def test_a_verdict_that_would_tell_a_secret_is_not_printed(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def verify_all(pairs: Iterable[tuple[Scenario, Client]], *_: object) -> list[Verdict]:
        run = RealRun((), (), (), None, "")
        return [Verdict(one, client, compare(replay(one, client), run)) for one, client in pairs]

    monkeypatch.setattr(verify, "verify_all", verify_all)
    result = cli("verify", write_world(folder), *NEW)
    assert (result.status, result.out) == (70, "")
    assert "nothing was written: a secret from" in result.err
    assert CANARY not in result.err


@pytest.mark.usefixtures("no_masking")
def test_releases_are_not_told_with_a_secret(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = write_world(folder)
    url = Url.parse(f"https://h.example/told/{CANARY}/")
    run = RealRun((Seen("GET", url, None, Answer(401)),), (), (), None, "")
    stretches = [RealStretch("0.1", "0.2", run), RealStretch("0.3", "0.4", replace(run, exchanges=()))]
    monkeypatch.setattr(capture_bisect, "real_stretches", lambda *_: stretches)
    result = cli("bisect", name, "--real")
    assert (result.status, result.out) == (70, "")
    assert CANARY not in result.err


@pytest.mark.usefixtures("no_masking")
def test_serving_ends_before_a_row_that_would_tell_a_secret(cli: Cli, folder: Path) -> None:
    accounts = {"ci": CANARY}
    rules: Data = {"answer": {"page": ["1.0"]}}
    text = world_text(
        {"UV_INDEX_URL": "https://h.example/simple"}, server("https://h.example", rules, accounts=accounts)
    )
    (folder / "made-up.yaml").write_text(text, encoding="utf-8")
    code = f"""
import os, time, urllib.request
for name in ("foo", "{CANARY}", "bar"):
    urllib.request.urlopen(os.environ["UV_INDEX_URL"] + f"/{{name}}/")
    time.sleep(0.5)
time.sleep(60)
"""
    begun = perf_counter()
    result = cli("serve", "made-up.yaml", *NEW, "--", sys.executable, "-c", code)
    assert perf_counter() - begun < 30
    assert (result.status, result.out) == (70, "")
    assert "/simple/foo/\n" in result.err
    assert "idxdoctor: error: nothing more was written: a secret from an account of http" in result.err
    assert CANARY not in result.err
    assert "/simple/bar/" not in result.err


def test_a_row_is_masked_with_what_the_client_sent(cli: Cli, folder: Path) -> None:
    text = world_text({"UV_INDEX_URL": "https://h.example/simple"}, server("https://h.example", {"answer": 401}))
    (folder / "made-up.yaml").write_text(text, encoding="utf-8")
    code = f"""
import base64, os, urllib.error, urllib.request
request = urllib.request.Request(os.environ["UV_INDEX_URL"] + "/{CANARY}/?x={CANARY}")
request.add_header("Authorization", "Basic " + base64.b64encode(b"ci:{CANARY}").decode())
try:
    urllib.request.urlopen(request)
except urllib.error.HTTPError:
    pass
"""
    result = cli("serve", "made-up.yaml", *NEW, "--", sys.executable, "-c", code)
    assert result.status == 0
    assert "stranger      GET      401     https://h.example/simple/****/?x=****\n" in result.err


@pytest.mark.parametrize("old", ["", "nothing\n"])
def test_a_change_brings_no_secret_into_a_file_that_held_none(old: str) -> None:
    guard = guard_for(credential(f"ci:{CANARY}"))
    guard.let_change("uv.toml", f"a = '{CANARY}'\n", f"b = '{CANARY}'\n")
    with pytest.raises(FaultError, match="would stand in uv"):
        guard.let_change("uv.toml", old, f"{old}{CANARY}\n")


def test_an_error_in_a_thread_is_told_by_its_kind_alone(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise ValueError(CANARY)

    def command(*_: object) -> list[object]:
        thread = Thread(target=fails)
        thread.start()
        thread.join()
        return []

    monkeypatch.setattr(rules_of, "shipped_scenarios", command)
    result = cli("rule", "IDX106")
    assert result.status == 0
    assert "itself is at fault: ValueError" in result.err
    assert CANARY not in result.err


def test_an_error_of_a_server_thread_is_handed_on(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: told.append(args.exc_type))

    class Fails(BaseRequestHandler):
        def handle(self) -> None:
            raise ValueError(CANARY)

    with ThreadedServer(("127.0.0.1", 0), Fails) as serving:
        socket.create_connection(("127.0.0.1", int(serving.server_address[1]))).close()
        serving.handle_request()
        for thread in threading.enumerate():
            if "process_request_thread" in thread.name:
                thread.join(5)
    assert told == [ValueError]
    assert capsys.readouterr().err == ""
