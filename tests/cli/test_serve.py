"""A scenario's world on loopback, as a user serves it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.cli.conftest import Cli

ROOT: Final = Path(__file__).parent.parent.parent
WORLD: Final = "uv-13216-second-url"
NEW: Final = ("--client", "uv==0.13.9")


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Serve in another process, whose temporary folders are made in `folder`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "idxdoctor", "serve", WORLD, *NEW, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs the tests in the background has interrupts ignored, and children inherit that.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def read_until(process: subprocess.Popen[str], says: str) -> str:
    """Return what is printed up to the line that begins so."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith(says):
            return "".join(lines)
    raise AssertionError("".join(lines))


def place_of(host: str, text: str) -> str:
    match = re.search(rf"(http://127\.0\.0\.1:\d+) +is https://{re.escape(host)}\n", text)
    assert match is not None, text
    return match[1]


def test_requests_are_shown_as_they_come_and_counted_to_the_end(folder: Path) -> None:
    with serving(folder, "--requests", "2") as process:
        text = read_until(process, "time ")
        acme = place_of("acme.jfrog.example", text)
        path = "/artifactory/api/pypi/acme/simple/setuptools/"
        assert httpx.get(f"{acme}{path}", auth=("ci", "hunter2"), trust_env=False).status_code == 404
        assert process.stdout is not None
        assert re.fullmatch(
            rf"\d\d:\d\d:\d\d  ci  +GET +404 +https://acme\.jfrog\.example{path}\n", process.stdout.readline()
        )
        pypi = place_of("pypi.org", text)
        assert httpx.get(f"{pypi}/simple/setuptools/", trust_env=False).status_code == 200
        out, err = process.communicate(timeout=10)
    assert re.fullmatch(r"\d\d:\d\d:\d\d  nobody +GET +200 +https://pypi\.org/simple/setuptools/\n", out)
    assert (process.returncode, err) == (0, "")
    assert not [path.name for path in folder.iterdir() if path.name.startswith("idxdoctor-")]


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_and_nothing_stays_behind(folder: Path, number: signal.Signals) -> None:
    with serving(folder) as process:
        pypi = place_of("pypi.org", read_until(process, "time "))
        assert any(path.name.startswith("idxdoctor-") for path in folder.iterdir())
        httpx.get(f"{pypi}/simple/setuptools/", trust_env=False)
        begun = time.monotonic()
        process.send_signal(number)
        _, err = process.communicate(timeout=10)
    assert time.monotonic() - begun < 3
    assert (process.returncode, err) == (0, "")
    assert not [path.name for path in folder.iterdir() if path.name.startswith("idxdoctor-")]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{pypi}/", trust_env=False)


def test_it_ends_after_so_much_time(cli: Cli) -> None:
    result = cli("serve", WORLD, *NEW, "--for", "0.2")
    assert (result.status, result.err) == (0, "")
    assert result.out.endswith("URL\n")
    assert "Passwords in it are the scenario's: made up." in result.out


def test_the_settings_of_each_client_are_printed(cli: Cli) -> None:
    out = cli("serve", WORLD, *NEW, "--for", "0").out
    acme, pypi = place_of("acme.jfrog.example", out), place_of("pypi.org", out)
    assert f"export UV_DEFAULT_INDEX={pypi}/simple\n" in out
    assert f"export PIP_INDEX_URL={pypi}/simple\n" in out
    assert f"http://ci:hunter2@{acme.removeprefix('http://')}/artifactory/api/pypi/acme/simple" in out
    assert [name for name in ("uv", "pip", "poetry", "pdm") if f"\n# {name}\n" not in out] == []
    assert "https://" not in out.partition("# Paste")[2]


def test_a_model_says_whether_a_client_acts_as_under_the_names(cli: Cli) -> None:
    assert "uv 0.13.9 sends the same requests here" in cli("serve", WORLD, *NEW, "--for", "0").out
    out = cli("serve", "uv-sends-hf-token", *NEW, "--for", "0").out
    assert "uv 0.13.9 does not do here what it does under the hosts' own names (foo)" in out
    assert "  there  GET https://huggingface.co/acme/simple/foo/ as a token: 200\n  here   nothing more\n" in out


@pytest.mark.parametrize("mode", [[], ["--proxy"]])
def test_a_command_is_run_in_the_world_and_gives_its_status(cli: Cli, mode: list[str]) -> None:
    code = """
import os, sys, urllib.request
index = os.environ.get("PIP_INDEX_URL")
urllib.request.urlopen(f"{index}/setuptools/")
sys.exit(7)
"""
    result = cli("serve", WORLD, *NEW, *mode, "--", sys.executable, "-c", code)
    assert (result.status, result.out) == (7, "")
    assert "nobody        GET      200     https://pypi.org/simple/setuptools/\n" in result.err


def test_a_command_does_not_see_the_configuration_of_here(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_INDEX", "https://elsewhere.example/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://elsewhere.example/simple")
    code = "import os; assert 'elsewhere' not in str(os.environ) and not os.listdir(os.environ['HOME'])"
    assert cli("serve", WORLD, *NEW, "-q", "--", sys.executable, "-c", code).status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
def test_a_signal_ends_the_command_too(folder: Path) -> None:
    code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    with serving(folder, "-q", "--", sys.executable, "-c", code) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
    assert process.returncode == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_port_that_is_taken_is_told(cli: Cli) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for mode in ([], ["--proxy"]):
            result = cli("serve", WORLD, *NEW, "--port", port, *mode)
            assert result.status == 2
            assert f"--port: port {port} of 127.0.0.1 can't be listened on" in result.err


def test_a_proxy_needs_the_library_for_certificates(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)
    result = cli("serve", WORLD, "--proxy", *NEW)
    assert result.status == 2
    assert "pip install 'idxdoctor[wire]'" in result.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nothing-here"], "there is no scenario file or id"),
        ([WORLD, "--requests", "1", "--", "true"], "a command ends by itself"),
        ([WORLD, "--for", "1", "--", "true"], "a command ends by itself"),
        ([WORLD, "--", "no-such-program"], "no-such-program: the program can't be run: No such file or directory"),
    ],
)
def test_what_can_not_be_served_is_told(cli: Cli, arguments: list[str], says: str) -> None:
    result = cli("serve", *NEW, *arguments)
    assert result.status == 2
    assert says in result.err


def test_the_proxy_is_asked_under_the_hosts_own_names(folder: Path) -> None:
    with serving(folder, "--proxy", "--requests", "1") as process:
        text = read_until(process, "time ")
        proxy = re.search(r"export HTTPS_PROXY=(\S+)", text)
        trust = re.search(r"export SSL_CERT_FILE=(\S+)", text)
        assert proxy is not None
        assert trust is not None
        import ssl

        context = ssl.create_default_context(cafile=trust[1])
        with httpx.Client(proxy=proxy[1], verify=context, trust_env=False) as client:
            assert client.get("https://pypi.org/simple/setuptools/").status_code == 200
        out, _ = process.communicate(timeout=10)
    assert "https://pypi.org/simple/setuptools/" in out
