"""How a check ends: 0 healthy, 1 a problem, 2 wrong input, 3 could not be completed; each alone and together."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Cli, Result
from tests.transport.loopback import Loopback, answers, serving
from tests.transport.test_check import PAGE_OF_FOO

NEW: Final = ("--client", "uv==0.13.9")
FOUND, REFUSED, MISSING, SLOW, SILENT = "found", "refused", "missing", "slow", "silent"


@pytest.fixture
def index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """The only index: how it answers is the package's name. What is slow waits until the test is over."""
    over = threading.Event()

    def handle(request: BaseHTTPRequestHandler) -> None:
        name = request.path.split("/")[2]
        if name.startswith(SLOW):
            over.wait(20)
        elif name == SILENT:
            request.connection.close()
        else:
            {FOUND: PAGE_OF_FOO, REFUSED: answers(403), MISSING: answers(404)}[name.partition("-")[0]](request)

    assert folder.exists()
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    with serving(handle) as server:
        monkeypatch.setenv("UV_DEFAULT_INDEX", server.url.replace("://", "://ci:cabbage@") + "/simple")
        yield server
        over.set()


def checked(cli: Cli, *arguments: str) -> Result:
    """Run a check that has 0.4 seconds."""
    return cli("check", *arguments, *NEW, "--timeout", "0.4", "--quiet")


@pytest.mark.parametrize(
    ("packages", "status"),
    [
        ((FOUND,), 0),
        ((REFUSED,), 1),
        ((MISSING,), 1),
        ((SILENT,), 3),
        ((SLOW,), 3),
        ((FOUND, REFUSED), 1),
        ((FOUND, SILENT), 3),
        ((FOUND, SLOW), 3),
        ((REFUSED, SILENT), 1),
        ((REFUSED, SLOW), 1),
        ((SILENT, SLOW), 3),
        ((FOUND, REFUSED, SILENT, SLOW), 1),
    ],
)
def test_a_problem_weighs_more_than_what_could_not_be_checked_and_that_more_than_health(
    cli: Cli, index: Loopback, packages: tuple[str, ...], status: int
) -> None:
    result = checked(cli, *packages)
    assert index.url
    assert result.status == status
    assert [line.partition(":")[0] for line in result.out.splitlines()] == [*packages]


@pytest.mark.parametrize("option", [("--ignore", "IDX"), ("--select", "IDX1"), ("--ignore", "IDX5")])
@pytest.mark.parametrize("package", [SLOW, SILENT])
@pytest.mark.usefixtures("index")
def test_what_could_not_be_checked_is_not_healthy_whatever_findings_are_left_out(
    cli: Cli, option: tuple[str, str], package: str
) -> None:
    assert checked(cli, package, *option).status == 3


@pytest.mark.usefixtures("index")
def test_a_finding_that_is_left_out_is_no_problem(cli: Cli) -> None:
    assert checked(cli, REFUSED, "--ignore", "IDX2").status == 0


@pytest.mark.usefixtures("index")
def test_what_is_known_is_no_problem_but_hides_nothing(cli: Cli) -> None:
    known = ("--baseline", "b.json")
    assert checked(cli, REFUSED, SILENT, "--output", "b.json").status == 1
    assert checked(cli, REFUSED, *known).status == 0
    assert checked(cli, REFUSED, f"{REFUSED}-too", *known).status == 1
    assert checked(cli, REFUSED, SILENT, *known).status == 3
    assert checked(cli, REFUSED, SLOW, *known).status == 3
    assert checked(cli, REFUSED, MISSING, SLOW, *known).status == 1
    result = checked(cli, REFUSED, *known)
    assert result.out == "refused: stopped. Index 1 of 1 was asked as ci and answered 403. This is known.\n"


@pytest.mark.usefixtures("index")
def test_what_is_gone_is_told_beside_the_sentences(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(cli, REFUSED, "--output", "b.json")
    with serving(PAGE_OF_FOO) as mended:
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"{mended.url}/simple")
        result = checked(cli, REFUSED, "--baseline", "b.json")
    assert result.status == 0
    assert result.err.startswith("Gone since the baseline: IDX2")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--timeout", "0"),
        ("--timeout", "-1"),
        ("--timeout", "nan"),
        ("--timeout", "soon"),
        ("--baseline", "missing.json"),
        ("--baseline", "."),
        ("--baseline", "broken.json"),
        ("--baseline", "binary.json"),
    ],
)
def test_wrong_input_ends_with_2_before_anything_is_asked(
    cli: Cli, folder: Path, index: Loopback, arguments: tuple[str, ...]
) -> None:
    (folder / "broken.json").write_text('{"format": 1}')
    (folder / "binary.json").write_bytes(b"\xff\xfe")
    result = cli("check", FOUND, *NEW, *arguments)
    assert (result.status, result.out, index.seen) == (2, "", [])
    assert result.err.startswith("idxdoctor: error: ")


@pytest.mark.usefixtures("index")
def test_what_the_time_did_not_suffice_for_is_told_in_every_format(cli: Cli, folder: Path) -> None:
    files = ["a.md", "a.html", "a.json", "a.xml", "a.sarif"]
    outputs = [word for name in files for word in ("--output", name)]
    assert cli("check", SLOW, FOUND, *NEW, "--timeout", "0.3", *outputs).status == 3
    for name in files:
        assert "IDX506" in (folder / name).read_text(), name
    (run,) = json.loads((folder / "a.json").read_text())["runs"]
    assert [lookup["outcome"] for lookup in run["lookups"]] == ["unchecked", "found"]
    assert [len(lookup["exchanges"]) for lookup in run["lookups"]] == [0, 1]
    assert run["lookups"][0]["verdict"] == (
        "slow: could not be checked. The time for the whole run was over before index 1 of 1 answered."
    )
    shown = cli("check", SLOW, *NEW, "--timeout", "0.2").out
    assert "IDX506 error  The time for the whole run was over" in shown


@pytest.mark.usefixtures("index")
def test_a_run_of_hundreds_ends_when_its_time_is_over(cli: Cli) -> None:
    names = [f"{SLOW}-{number}" for number in range(200)]
    begun = time.monotonic()
    result = cli("check", *names, FOUND, *NEW, "--timeout", "0.5", "--quiet")
    assert time.monotonic() - begun < 3
    assert result.status == 3
    assert result.out.count("could not be checked") == len(names) + 1


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for the keyring program is a shell script")
@pytest.mark.parametrize("end", ["timeout", "interrupt"])
def test_nothing_is_left_running(folder: Path, end: str) -> None:
    """A keyring that waits for a person is ended with whatever it has started."""
    program = folder / "keyring"
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $$ $! > {folder}/pids\nwait\n")
    program.chmod(0o755)
    with serving(answers(401)) as server:
        root = str(Path(__file__).parent.parent.parent)
        env = {
            "PYTHONPATH": root,
            "HOME": str(folder),
            "PATH": f"{folder}:/bin:/usr/bin",
            "UV_INDEX_URL": server.url.replace("://", "://ci@") + "/simple",
            "UV_KEYRING_PROVIDER": "subprocess",
        }
        limit = ("--timeout", "1.5") if end == "timeout" else ()
        process = subprocess.Popen(
            [sys.executable, "-m", "idxdoctor", "check", "foo", *NEW, *limit, "--quiet"],
            cwd=folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
        while not (folder / "pids").exists() or not (folder / "pids").read_text().strip():
            assert process.poll() is None
            time.sleep(0.01)
        if end == "interrupt":
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    if end == "interrupt":
        assert (process.returncode, out, err) == (130, b"", b"idxdoctor: error: interrupted\n")
    else:
        assert process.returncode == 3, err
        assert out.startswith(b"foo: could not be checked.")
    for pid in map(int, (folder / "pids").read_text().split()):
        assert not _runs(pid)


def _runs(pid: int) -> bool:
    """Say whether a process is at work; one that nobody has waited for yet is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
