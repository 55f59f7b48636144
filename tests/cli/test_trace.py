"""`idxdoctor trace`: the command is left as it is, explained, and nothing of it stays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from idxdoctor.cli.app import run
from idxdoctor.report.redaction import Scrubber
from tests.cli.conftest import Cli
from tests.traced import tool

FAKE_UV: Final = """#!{python} -IS
import os, signal, subprocess, sys, time
if sys.argv[1:] == ["--version"]:
    print("uv 0.13.9")
    raise SystemExit
{body}
"""
CANARY: Final = "canary-Zx9-password"
LOG: Final = f"""
sys.stderr.write('''DEBUG uv 0.13.9
TRACE Caching credentials for https://ci:{CANARY}@acme.example/simple
TRACE Fetching metadata for foo from `https://ci:{CANARY}@acme.example/simple/foo/`
TRACE Sending fresh GET request for `https://acme.example/simple/foo/`
TRACE Handling request for `https://ci:****@acme.example/simple/foo/` with authentication policy auto
TRACE Request for `https://ci:****@acme.example/simple/foo/` already contains username and password
DEBUG Indexes search failed because of status code failure: 403 Forbidden
error: it failed
''')
"""
HANDS_OVER: Final = f"""
with open(os.environ["IDXDOCTOR_PIPE"], "w") as log:
    log.write('Adding repository alpha (https://ci:{CANARY}@corp.example/simple) and setting it as primary\\n'
    '[urllib3.connectionpool] https://corp.example:443 "GET /simple/banana/ HTTP/1.1" 403 0\\n'
    'Source (alpha): Authorization error accessing https://ci:{CANARY}@corp.example/simple/banana/\\n')
"""
FORKS: Final = """
sleeps = [sys.executable, "-IS", "-c", "import time; time.sleep(600)"]
child = subprocess.Popen(sleeps, stdout=subprocess.DEVNULL, start_new_session=True)
orphans = "import subprocess as s; print(s.Popen(%r, stdout=s.DEVNULL, stderr=s.DEVNULL).pid)" % sleeps
orphan = subprocess.check_output([sys.executable, "-IS", "-c", orphans], text=True)
open("pids", "w").write(f"{os.getpid()} {child.pid} {orphan}")
"""
WAITS: Final = "time.sleep(600)\n"
DEAF: Final = "for one in (signal.SIGTERM, signal.SIGINT): signal.signal(one, lambda *_: None)\n"


def fake_uv(folder: Path, body: str, name: str = "uv") -> str:
    """Write a program that says that it is uv, and does this; or another client."""
    program = folder / name
    program.write_text(FAKE_UV.format(python=sys.executable, body=body), encoding="utf-8")
    program.chmod(0o700)
    return str(program)


def alive(folder: Path) -> list[int]:
    """Return which of the processes that the program started are still there."""
    return [pid for pid in map(int, (folder / "pids").read_text().split()) if _is_running(pid)]


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a trace, in a session of its own, and return it once the program has started all of its own."""
    running = subprocess.Popen(
        tool("trace", *arguments),
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    end = time.monotonic() + 20
    while not (folder / "pids").exists() or len((folder / "pids").read_text().split()) < 3:
        assert time.monotonic() < end, running.communicate(timeout=5)
        time.sleep(0.05)
    return running


def test_output_and_status_are_the_commands_own(program: Cli, folder: Path) -> None:
    uv = fake_uv(folder, "print('out'); sys.stderr.write('err\\n'); raise SystemExit(7)")
    result = program("trace", "--", uv, "sync")
    assert (result.status, result.out) == (7, "out\n")
    assert result.err == "err\nidxdoctor: the command asked no index for a package\n"


def test_what_the_log_shows_is_explained_on_standard_error(program: Cli, folder: Path) -> None:
    result = program("trace", "--", fake_uv(folder, f"{LOG}\nraise SystemExit(2)"), "pip", "install", "foo")
    assert (result.status, result.out) == (2, "")
    shown, _, told = result.err.partition("\n")
    assert shown == "error: it failed"
    assert told.startswith("foo: stopped. ")
    assert CANARY not in result.err


def test_the_log_is_shown_if_wanted(program: Cli, folder: Path) -> None:
    result = program("trace", "--verbose", "--", fake_uv(folder, LOG), "lock")
    assert "DEBUG uv 0.13.9\n" in result.err
    assert "TRACE Caching credentials for https://****@acme.example/simple\n" in result.err
    assert "\nerror: it failed\n" in result.err
    assert CANARY not in result.err


def test_a_line_of_the_log_that_would_tell_a_secret_is_left_out(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scrubber, "clean", lambda _, text: text)
    monkeypatch.setenv("UV_INDEX_URL", f"https://ci:{CANARY}@acme.example/simple")
    uv = fake_uv(folder, f"sys.stderr.write('DEBUG uv 0.13.9\\nDEBUG found {CANARY}\\nDEBUG more\\nerror: bad\\n')")
    run(["trace", "--verbose", "--", uv, "lock"])
    lines = capfd.readouterr().err.splitlines()
    assert lines[0] == "DEBUG uv 0.13.9"
    assert lines[1].startswith("idxdoctor: nothing of this line was written: a secret from UV_INDEX_URL")
    assert lines[2:4] == ["DEBUG more", "error: bad"]
    assert CANARY not in "".join(lines)


def test_a_log_that_the_user_asked_for_is_the_commands_own(program: Cli, folder: Path) -> None:
    result = program("trace", "--verbose", "--", fake_uv(folder, LOG), "lock", "-vv")
    assert f"TRACE Caching credentials for https://ci:{CANARY}@acme.example/simple\n" in result.err


def test_a_log_that_is_handed_over_is_explained_and_the_output_stays(program: Cli, folder: Path) -> None:
    poetry = fake_uv(folder, f"{HANDS_OVER}\nprint('out'); sys.stderr.write('err\\n'); raise SystemExit(1)", "poetry")
    result = program("trace", "--", poetry, "lock")
    assert (result.status, result.out) == (1, "out\n")
    shown, _, told = result.err.partition("\n")
    assert shown == "err"
    assert told.startswith("banana: not found, not on the one index. Index 1 of 1 answered 403")
    assert "poetry's log" in told
    assert CANARY not in result.err


def test_a_log_that_is_handed_over_is_shown_if_wanted_with_masks_for_passwords(program: Cli, folder: Path) -> None:
    result = program("trace", "--verbose", "--", fake_uv(folder, HANDS_OVER, "poetry"), "lock")
    assert "Adding repository alpha (https://****@corp.example/simple) and setting it as primary\n" in result.err
    assert CANARY not in result.err


def test_a_log_that_is_not_handed_over_is_told_of(program: Cli, folder: Path) -> None:
    result = program("trace", "--", fake_uv(folder, "raise SystemExit(1)", "poetry"), "lock")
    assert result.status == 1
    assert result.err.startswith("idxdoctor: poetry did not load the plugin that hands over its log")


def test_who_holds_the_log_open_is_not_waited_for(program: Cli, folder: Path) -> None:
    sleeps = "[sys.executable, '-IS', '-c', 'import time; time.sleep(30)']"
    daemon = f"subprocess.Popen({sleeps}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=[held])"
    body = f"held = os.open(os.environ['IDXDOCTOR_PIPE'], os.O_WRONLY)\n{HANDS_OVER}\n{daemon}"
    begun = time.monotonic()
    result = program("trace", "--", fake_uv(folder, body, "poetry"), "lock")
    assert time.monotonic() - begun < 20
    assert "banana" in result.err


def test_options_of_the_command_are_its_own(program: Cli, folder: Path) -> None:
    uv = fake_uv(folder, "print(sys.argv[1:])")
    assert program("trace", uv, "--quiet", "sync", "--output", "x").out == "['--quiet', 'sync', '--output', 'x']\n"
    assert program("trace", "--", uv, "--quiet").out == "['--quiet']\n"


def test_the_report_goes_to_files_in_all_formats(program: Cli, folder: Path) -> None:
    uv = fake_uv(folder, LOG)
    files = ["r.json", "r.md", "r.html", "r.xml", "r.sarif"]
    result = program("trace", *(word for name in files for word in ("--output", name)), "--", uv, "lock")
    assert result.err == "error: it failed\n"
    for name in files:
        assert CANARY not in (folder / name).read_text()
    (run,) = json.loads((folder / "r.json").read_text())["runs"]
    assert (run["source"], run["client"]["version"]) == ("trace", "0.13.9")


def test_a_report_that_cannot_be_written_leaves_the_status(program: Cli, folder: Path) -> None:
    result = program("trace", "--output", "no/such/r.json", "--", fake_uv(folder, f"{LOG}\nraise SystemExit(9)"))
    assert result.status == 9
    assert "no/such/r.json: the result can't be written" in result.err


def test_findings_can_be_left_out_and_verdicts_alone_shown(program: Cli, folder: Path) -> None:
    uv = fake_uv(folder, LOG)
    assert "IDX" in program("trace", "--", uv, "lock").err
    assert "IDX" not in program("trace", "--ignore", "IDX", "--", uv, "lock").err
    assert len(program("trace", "--quiet", "--", uv, "lock").err.splitlines()) == 2


def test_the_commands_input_is_the_users(folder: Path) -> None:
    uv = fake_uv(folder, "print(sys.stdin.read())")
    done = subprocess.run(
        tool("trace", "--", uv, "lock"),
        cwd=folder,
        input="typed",
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.stdout == "typed\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "trace: no command was given"),
        (["--", "curl", "https://x"], "curl: its log can't be read; that of uv, pip, poetry, pdm can\n  Use --wire"),
        (["--", sys.executable, "-m", "pip", "list", "--log", "x"], "--log: the command has a log file of its own"),
        (
            ["--", sys.executable, "-m", "poetry", "lock", "--no-plugins"],
            "--no-plugins: poetry hands over its log by a plugin",
        ),
        (["--", "/no/such/uv", "sync"], "uv: the program can't be run: No such file or directory"),
        (["--select", "XYZ", "--", "uv"], "--select: no rule's code begins so"),
    ],
)
def test_what_cannot_be_run_is_an_error(cli: Cli, words: list[str], says: str) -> None:
    result = cli("trace", *words)
    assert result.status == 2
    assert f"idxdoctor: error: {says}" in result.err


@pytest.mark.parametrize("body", [FORKS + WAITS, DEAF + FORKS + WAITS])
def test_the_time_limit_leaves_no_process(program: Cli, folder: Path, body: str) -> None:
    result = program("trace", "--timeout", "2", "--", fake_uv(folder, body + WAITS), "lock")
    assert (result.status, result.err) == (
        124,
        "idxdoctor: the command was ended before anything told of a request for a package\n",
    )
    assert alive(folder) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("to_group", [True, False])
@pytest.mark.parametrize(("name", "log", "package"), [("uv", LOG, "foo"), ("poetry", HANDS_OVER, "banana")])
def test_a_signal_leaves_no_process_and_no_file(
    folder: Path, name: str, log: str, package: str, number: signal.Signals, to_group: bool
) -> None:
    before = set(folder.iterdir())
    running = started(folder, "--", fake_uv(folder, log + "sys.stderr.flush()\n" + FORKS + WAITS, name), "lock")
    (os.killpg if to_group else os.kill)(running.pid, number)
    out, err = running.communicate(timeout=20)
    assert running.returncode == 128 + number
    assert alive(folder) == []
    assert {path.name for path in set(folder.iterdir()) - before} == {name, "pids"}
    assert f"{package}: " in err
    assert (out, CANARY in err) == ("", False)


def test_a_second_signal_ends_what_does_not_heed_the_first(folder: Path) -> None:
    running = started(folder, "--", fake_uv(folder, DEAF + FORKS + WAITS), "lock")
    running.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    begun = time.monotonic()
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=20)
    assert time.monotonic() - begun < 4
    assert (running.returncode, alive(folder)) == (143, [])


def test_what_a_command_leaves_running_on_purpose_stays_and_is_not_waited_for(program: Cli, folder: Path) -> None:
    result = program("trace", "--", fake_uv(folder, FORKS), "lock")
    assert result.status == 0
    _, *left = map(int, (folder / "pids").read_text().split())
    assert alive(folder) == left
    for pid in left:
        os.kill(pid, signal.SIGKILL)
