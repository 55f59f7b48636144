"""What shells complete: by the protocol, and in a real bash."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from idxdoctor.cli.app import COMMANDS
from idxdoctor.clients.registry import model_of
from tests.cli.conftest import Cli

ROOT: Final = Path(__file__).parent.parent.parent
NEWEST: Final = model_of("uv").releases[-1]
SHELLS: Final = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}


def in_bash(program: Cli, *words: str) -> list[str]:
    """Return what bash is offered for the last word, given the words as it breaks them."""
    env = {
        "_IDXDOCTOR_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("idxdoctor", *words)),
        "COMP_CWORD": str(len(words)),
    }
    result = program(env=env)
    assert (result.status, result.err) == (0, "")
    return result.out.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ([""], list(COMMANDS)),
        (["re"], ["replay", "record"]),
        (["check", "--fo"], ["--format"]),
        (["check", "--format", "j"], ["json", "junit"]),
        (["check", "--format", "=", "j"], ["json", "junit"]),
        (["schema", ""], ["report", "scenario"]),
        (["rule", "idx106"], ["IDX106"]),
        (["replay", "x", "--select", "IDX106"], ["IDX106"]),
        (["client", ""], ["uv"]),
        (["client", "uv", "0.7.2"], ["0.7.22", "0.7.21", "0.7.20", "0.7.2"]),
        (["check", "--client", "uv", "==", "0.7.21"], ["0.7.21"]),
        (["check", "--client", "=", "uv", "==", "0.7.21"], ["0.7.21"]),
        (["serve", "uv-13216-second"], ["uv-13216-second-url"]),
        (["replay", "uv-13216-second-url", "uv-13216-redirect-30"], ["uv-13216-redirect-302", "uv-13216-redirect-303"]),
        (["config", "--scenario", "uv-13216-second"], ["uv-13216-second-url"]),
        (["scenarios", "--show", "uv-13216-second"], ["uv-13216-second-url"]),
        (["check", "--mock", "no-such-scenario"], []),
        (["explain", ""], []),
        (["check", "--output", "rep"], []),
        (["-V", "sche"], ["schema"]),
    ],
    ids=" ".join,
)
def test_bash_is_offered(program: Cli, words: list[str], offered: list[str]) -> None:
    assert in_bash(program, *words) == offered


def test_a_client_is_completed_to_the_last_releases_of_its_series_and_then_to_any(program: Cli) -> None:
    assert in_bash(program, "check", "--client", "")[:2] == ["uv", f"uv=={NEWEST}"]
    assert len(in_bash(program, "check", "--client", "u")) < 20
    assert in_bash(program, "check", "--client", "uv", "==") == list(reversed(model_of("uv").releases))


def test_every_option_of_a_command_is_offered(program: Cli, cli: Cli) -> None:
    named = set(re.findall(r"(?<=[ ,])--[a-z-]+", cli("check", "--help").out.partition("Options:")[2]))
    assert set(in_bash(program, "check", "--")) >= named & {"--client", "--mock", "--probe", "--fix", "--output"}


def asked(program: Cli, shell: str, line: str, **env: str) -> str:
    result = program(env={"_IDXDOCTOR_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line, **env})
    assert result.err == ""
    return result.out


def test_zsh_and_fish_show_what_words_mean(program: Cli) -> None:
    assert '"IDX106":"' in asked(program, "zsh", "idxdoctor rule IDX1")
    assert asked(program, "zsh", "idxdoctor explain ") == "_files\n"
    fish = {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    assert re.search(
        r"^uv-13216-second-url\tA second URL", asked(program, "fish", "idxdoctor serve uv-13216-s", **fish), re.M
    )
    assert "check\t" in asked(program, "fish", "idxdoctor ch", **fish)
    assert asked(program, "fish", "idxdoctor check --client uv==0.7.21", **fish) == "uv==0.7.21\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_script_for_each_shell(program: Cli, shell: str) -> None:
    result = program("--show-completion", shell, env=SHELLS)
    assert (result.status, result.err) == (0, "")
    assert "_IDXDOCTOR_COMPLETE" in result.out


def test_it_is_installed_where_bash_reads_it(program: Cli, folder: Path) -> None:
    assert program("--install-completion", "bash", env=SHELLS).status == 0
    installed = folder / ".bash_completions" / "idxdoctor.sh"
    assert "complete -o default -F _idxdoctor_completion idxdoctor" in installed.read_text()
    assert str(installed) in (folder / ".bashrc").read_text()


def typed(keys: str, folder: Path) -> str:
    """Return the line that an interactive bash has after these keys."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "idxdoctor"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m idxdoctor "$@"\n')
    program.chmod(0o700)
    env = {
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "TERM": "dumb",
        "PS1": "$ ",
        **SHELLS,
    }
    master, slave = pty.openpty()
    command = ["bash", "--noprofile", "--norc", "-i"]
    with subprocess.Popen(
        command, cwd=folder, env=env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    ) as bash:
        os.close(slave)
        try:
            os.write(master, b'eval "$(idxdoctor --show-completion bash)"; echo "READ""Y"\n')
            read_until(master, r"READY\r")
            os.write(master, keys.encode())
            # To the line's beginning, and to its end once more: what was typed is printed in place of being run.
            os.write(master, b"\x01echo 'IS: \x05'\n")
            return read_until(master, r"\nIS: (.*?)\r")
        finally:
            bash.kill()
            os.close(master)


def read_until(terminal: int, pattern: str) -> str:
    text, deadline = "", time.monotonic() + 30
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            text += os.read(terminal, 65536).decode(errors="replace")
        match = re.search(pattern, text)
        if match is not None:
            return match[1] if match.lastindex else match[0]
    raise AssertionError(text)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("idxdoctor sche\trep\t", "idxdoctor schema report "),
        ("idxdoctor check --client uv==0.7.21\t", "idxdoctor check --client uv==0.7.21 "),
        ("idxdoctor check --client=uv==0.13.\t9", "idxdoctor check --client=uv==0.13.9"),
        ("idxdoctor check --format=ju\t", "idxdoctor check --format=junit "),
        ("idxdoctor explain ./a-l\t", "idxdoctor explain ./a-log.txt "),
    ],
)
def test_a_real_bash_completes(folder: Path, keys: str, line: str) -> None:
    (folder / "a-log.txt").touch()
    assert typed(keys, folder) == line
