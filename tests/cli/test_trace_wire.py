"""`idxdoctor trace --wire`: what is seen on the wire, no secret anywhere else, and nothing that stays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from base64 import b64encode
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event, Thread
from typing import Final

import pytest

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.running.binaries import program_of
from idxdoctor.clients.registry import client_of
from tests.cli.conftest import Cli
from tests.cli.test_trace import DEAF, FORKS, WAITS, alive, fake_uv
from tests.mitmproxy import mitmdump_folder
from tests.traced import ROOT, tool
from tests.transport.loopback import Handler, answers, serving

CANARY: Final = "canary-Zx9-password"
FORMS: Final = [CANARY.encode(), *(b64encode(f"{name}:{CANARY}".encode()).rstrip(b"=") for name in ("ci", "me"))]
PAGE: Final = b'<a href="foo-1.0-py3-none-any.whl">foo-1.0-py3-none-any.whl</a>'
ASKS: Final = """
from urllib.request import Request, urlopen
import base64
def ask(url, who=None):
    given = {"Authorization": "Basic " + base64.b64encode(who.encode()).decode()} if who else {}
    try:
        return urlopen(Request(url, headers=given), timeout=20).status
    except OSError as error:
        return str(error)
"""


class Watch:
    """Looks for the canary, for as long as its context lasts, in all files of a folder and all command lines."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._over = Event()
        self._thread = Thread(target=self._look)
        self.found: set[str] = set()
        self.rounds = 0
        self.programs: set[str] = set()

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.02):
            self.rounds += 1
            files = (Path(folder, name) for folder, _, names in os.walk(self._folder) for name in names)
            for path in (*files, *Path("/proc").glob("[0-9]*/cmdline")):
                try:
                    data = path.read_bytes() if path.is_file() else b""
                except OSError:
                    continue
                if any(word.endswith(b"/mitmdump") for word in data.split(b"\0")):
                    self.programs.add("mitmdump")
                if any(form in data for form in FORMS):
                    self.found.add(str(path))


@pytest.fixture(scope="module")
def uv() -> str:
    """A release of uv, as it lies before a test gives itself another home."""
    return str(program_of(client_of("uv==0.13.9")))


@pytest.fixture
def wire(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files, with mitmdump on PATH, and no proxy."""
    monkeypatch.delenv("ALL_PROXY")
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{mitmdump_folder()}")
    monkeypatch.setenv("TMPDIR", str(folder / "tmp"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (folder / "tmp").mkdir()
    return folder / "tmp"


def lets_in(who: str) -> Handler:
    """Return an index that lets in one user."""
    good = "Basic " + b64encode(who.encode()).decode()

    def handle(request: BaseHTTPRequestHandler) -> None:
        if request.headers.get("Authorization") == good:
            answers(200, PAGE, Content_Type="text/html")(request)
        else:
            answers(401, WWW_Authenticate='Basic realm="made up"')(request)

    return handle


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a trace on the wire, and return it once the program has started all of its own."""
    running = subprocess.Popen(
        tool("trace", "--wire", *arguments),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    end = time.monotonic() + 40
    while not (folder / "pids").exists() or len((folder / "pids").read_text().split()) < 3:
        assert time.monotonic() < end, running.communicate(timeout=5)
        time.sleep(0.05)
    return running


def proxies_of(running: subprocess.Popen[str]) -> list[int]:
    """Return the processes of mitmdump that a trace has started."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    return [int(pid) for pid in children if b"mitmdump" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def gone(pids: list[int], folder: Path) -> bool:
    """Say whether processes and all files in a folder are gone within a moment."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if not any(Path(f"/proc/{pid}/cmdline").exists() for pid in pids) and not any(folder.iterdir()):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.usefixtures("wire")
def test_uv_is_traced_on_loopback_and_no_secret_is_anywhere_else(uv: str, folder: Path) -> None:
    with serving(lets_in(f"ci:{CANARY}")) as index, Watch(folder) as watch:
        env = os.environ | {
            "UV_DEFAULT_INDEX": f"http://ci:{CANARY}@{index.url.removeprefix('http://')}/simple",
            "UV_CACHE_DIR": str(folder / "cache"),
            "UV_HTTP_RETRIES": "0",
            "NO_PROXY": "127.0.0.1,localhost",
        }
        words = [uv, "pip", "install", "--target", "libs", "foo"]
        done = subprocess.run(
            tool("trace", "--wire", "--output", "r.json", "--output", "r.md", "--", *words),
            cwd=folder,
            env=env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert index.asked[0] == ("/simple/foo/", f"ci:{CANARY}")
    assert (watch.found, watch.programs) == (set(), {"mitmdump"})
    assert watch.rounds > 2
    assert not any((folder / "tmp").iterdir())
    assert CANARY not in done.stdout + done.stderr
    (run,) = json.loads((folder / "r.json").read_text())["runs"]
    (lookup,) = run["lookups"]
    (exchange,) = lookup["exchanges"]
    assert (exchange["status"], exchange["credential"]) == (200, {"username": "ci", "provenance": "UV_DEFAULT_INDEX"})
    assert (run["source"], lookup["outcome"], run["doubt"]) == ("trace", "found", None)


@pytest.mark.usefixtures("wire")
@pytest.mark.parametrize("trusted", [True, False])
def test_a_server_is_trusted_as_the_user_trusts_it(uv: str, folder: Path, program: Cli, trusted: bool) -> None:
    authority = Authority()
    authority.write_certificate(folder / "authority.pem")
    page = answers(200, PAGE, Content_Type="text/html")
    with serving(page, authority.context("127.0.0.1", trusted=trusted)) as index:
        env = {
            "UV_DEFAULT_INDEX": f"{index.url}/simple",
            "SSL_CERT_FILE": str(folder / "authority.pem"),
            "UV_CACHE_DIR": str(folder / "cache"),
            "UV_HTTP_RETRIES": "0",
        }
        words = [uv, "pip", "install", "--target", "libs", "foo"]
        result = program("trace", "--wire", "--output", "r.json", "--", *words, env=env)
    (run,) = json.loads((folder / "r.json").read_text())["runs"]
    (lookup,) = run["lookups"]
    assert lookup["outcome"] == ("found" if trusted else "failed")
    assert bool(index.asked) == trusted
    assert ("certificate" in result.err) != trusted


@pytest.mark.usefixtures("wire")
def test_a_proxys_credentials_are_used_and_shown_nowhere(folder: Path, program: Cli) -> None:
    def proxy(request: BaseHTTPRequestHandler) -> None:
        good = request.headers.get("Proxy-Authorization") == "Basic " + b64encode(f"me:{CANARY}".encode()).decode()
        answers(404 if good else 407)(request)

    with serving(proxy) as upstream, serving(answers(404)) as straight, Watch(folder) as watch:
        body = f"{ASKS}\nprint(ask('http://h.example/simple/foo/'), ask('{straight.url}/simple/foo/'))"
        env = {"HTTP_PROXY": upstream.url.replace("://", f"://me:{CANARY}@"), "NO_PROXY": "127.0.0.1"}
        result = program("trace", "--wire", "--output", "r.json", "--", fake_uv(folder, body), "lock", env=env)
    assert [seen.path for seen in upstream.seen] == ["http://h.example/simple/foo/"]
    assert straight.asked == [("/simple/foo/", None)]
    assert result.out == "HTTP Error 404: Not Found HTTP Error 404: Not Found\n"
    # The program that stands for uv was given the variable by this test, in no file and no command line.
    assert (watch.found, watch.programs) == (set(), {"mitmdump"})


@pytest.mark.usefixtures("wire")
def test_what_the_model_does_not_expect_is_told(folder: Path, program: Cli) -> None:
    with serving(answers(404)) as index:
        url = f"{index.url}/simple/foo/"
        body = f"{ASKS}\nask('{url}'); ask('{url}', 'who:{CANARY}')"
        env = {"UV_DEFAULT_INDEX": f"{index.url}/simple"}
        result = program("trace", "--wire", "--", fake_uv(folder, body), "lock", env=env)
    told = " ".join(result.err.split())
    assert f"uv 0.13.9 did what its model does not expect: GET {url} as who" in told
    assert "the model of uv 0.13.9 does not expect this request" in told
    assert CANARY not in result.err


@pytest.mark.usefixtures("wire")
def test_a_client_without_a_model_is_told_as_the_wire_shows_it(folder: Path, program: Cli) -> None:
    client = folder / "installer"
    with serving(lets_in(f"ci:{CANARY}")) as index:
        asks = f"ask('{index.url}/simple/foo/'); ask('{index.url}/simple/foo/', 'ci:{CANARY}')"
        Path(fake_uv(folder, f"{ASKS}\n{asks}")).rename(client)
        result = program("trace", "--wire", "--output", "r.json", "--", str(client))
    assert result.status == 0
    (run,) = json.loads((folder / "r.json").read_text())["runs"]
    (lookup,) = run["lookups"]
    told = [(one["status"], one["credential"] and one["credential"]["username"]) for one in lookup["exchanges"]]
    assert told == [(401, None), (200, "ci")]
    assert (lookup["package"], lookup["outcome"], lookup["index"]) == ("foo", "found", f"{index.url}/simple/")


@pytest.mark.usefixtures("wire")
def test_large_files_pass_and_are_not_kept(folder: Path, program: Cli) -> None:
    with serving(answers(200, b"x" * (20 << 20), Content_Type="application/octet-stream")) as index:
        body = f"{ASKS}\nprint(len(urlopen('{index.url}/foo-1.0-py3-none-any.whl', timeout=20).read()))"
        result = program("trace", "--wire", "--", fake_uv(folder, body), "lock")
    assert result.out == f"{20 << 20}\n"


def test_mitmdump_that_is_not_there_is_an_error_with_the_remedy(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(folder))
    result = cli("trace", "--wire", "--", "uv", "lock")
    assert result.status == 2
    assert "the program mitmdump is not on PATH\n  Install it with `pipx install mitmproxy`" in result.err


def test_one_way_is_chosen(cli: Cli) -> None:
    assert "a command is traced in one way" in cli("trace", "--log", "--wire", "--", "uv").err


def test_mitmdump_that_does_not_begin_is_an_error(folder: Path, wire: Path, program: Cli) -> None:
    broken = folder / "mitmdump"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o700)
    result = program("trace", "--wire", "--", fake_uv(folder, ""), "lock", env={"PATH": f"{folder}:/usr/bin:/bin"})
    assert result.status == 3
    assert "mitmdump did not begin to listen" in result.err
    assert not any(wire.iterdir())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_nothing(folder: Path, wire: Path, number: signal.Signals) -> None:
    running = started(folder, "--", fake_uv(folder, FORKS + WAITS), "lock")
    proxies = proxies_of(running)
    os.killpg(running.pid, number)
    running.communicate(timeout=30)
    assert running.returncode == 128 + number
    assert len(proxies) == 1
    assert alive(folder) == []
    assert gone(proxies, wire)


def test_the_time_limit_leaves_nothing(folder: Path, wire: Path) -> None:
    running = started(folder, "--timeout", "2", "--", fake_uv(folder, DEAF + FORKS + WAITS), "lock")
    proxies = proxies_of(running)
    running.communicate(timeout=30)
    assert (running.returncode, alive(folder)) == (124, [])
    assert gone(proxies, wire)


def test_a_kill_of_the_tool_itself_takes_mitmdump_and_its_files_along(folder: Path, wire: Path) -> None:
    running = started(folder, "--", fake_uv(folder, FORKS + WAITS), "lock")
    proxies = proxies_of(running)
    running.kill()
    running.wait()
    assert len(proxies) == 1
    assert gone(proxies, wire)
    for pid in alive(folder):
        os.kill(pid, signal.SIGKILL)
    running.communicate(timeout=30)


def test_mitmdump_that_ends_midway_is_told_and_leaves_nothing(folder: Path, wire: Path) -> None:
    running = started(folder, "--", fake_uv(folder, FORKS + "time.sleep(1.5); raise SystemExit(5)"), "lock")
    proxies = proxies_of(running)
    os.kill(proxies[0], signal.SIGKILL)
    for pid in alive(folder)[1:]:
        os.kill(pid, signal.SIGKILL)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 5
    assert "mitmdump ended before the command did" in err
    assert gone(proxies, wire)
