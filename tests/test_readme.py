"""The README is run: every command in it, and its picture is what the command prints."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from idxdoctor.capture.running.binaries import program_of
from idxdoctor.cli.app import run
from idxdoctor.clients.registry import client_of
from idxdoctor.report.formats.json_report import json_report
from tests.mitmproxy import mitmdump_folder

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLES = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
COMMANDS = [line[2:] for block in CONSOLES for line in block.splitlines() if line.startswith("$ ")]
VERSIONS = re.search(r"<!-- versions -->\n(.*?)\n<!-- /versions -->", README, re.DOTALL)
STATUSES = {
    "idxdoctor check --mock uv-13216-second-url --client uv==0.7.0": 1,
    "idxdoctor explain uv.log": 1,
    "idxdoctor explain uv.log --scenario from-log.yaml": 1,
    "idxdoctor trace -- uv pip install --target vendored flask": 2,
    "idxdoctor trace --wire -- uv pip install --target vendored flask": 2,
    "idxdoctor replay my-index.yaml": 0,
    "idxdoctor scenarios --validate my-index.yaml": 0,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the README's own scenario and log."""
    scenario = re.search(r"```yaml\n(id: .*?)```", README, re.DOTALL)
    assert scenario is not None
    (tmp_path / "my-index.yaml").write_text(scenario[1], encoding="utf-8")
    log = re.search(r"```log\n(.*?)```", README, re.DOTALL)
    assert log is not None
    (tmp_path / "uv.log").write_text(log[1], encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("requests\n", encoding="utf-8")
    (tmp_path / "known.json").write_text(json_report([]), encoding="utf-8")
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("XDG_CACHE_HOME", os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    for variable in ("UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_INDEX", "UV_DEFAULT_INDEX", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_does_what_the_text_says(
    folder: Path, command: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if "verify" not in command:
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    words = shlex.split(command)[1:]
    words += ["--for", "0"] if words[0] == "serve" and "--" not in words else []
    asks_the_network = command.startswith("idxdoctor check") and "--mock" not in command
    if words[0] == "trace" or "--" in words:
        uv = program_of(client_of("uv==0.13.9"))
        monkeypatch.setenv("PATH", os.pathsep.join([str(uv.parent), os.environ["PATH"], str(mitmdump_folder())]))
    status = run(words)
    printed = capfd.readouterr()
    assert status == STATUSES.get(command, 3 if asks_the_network else 0), printed.err
    assert "Traceback" not in printed.err
    told = re.search(r"(flask|\(unknown\)): failed", printed.err) if "trace" in command else "wrote " in printed.err
    assert printed.out or told or (folder / "report.json").exists()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("block", [block for block in CONSOLES if len(block.splitlines()) > 3])
def test_what_the_readme_shows_is_what_is_printed(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    command, _, shown = block.partition("\n")
    run(shlex.split(command)[2:])
    assert capsys.readouterr().out.rstrip() == shown.rstrip()


def test_the_table_of_versions_is_the_one_that_the_tool_prints(capsys: pytest.CaptureFixture[str]) -> None:
    run(["client", "uv", "--markdown"])
    assert VERSIONS is not None
    assert VERSIONS[1].strip() == capsys.readouterr().out.strip()
