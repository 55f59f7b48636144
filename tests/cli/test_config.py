"""`idxdoctor config`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

CANARY = "zq7Canary"
NEW = ("--client", "uv==0.13.9")


def test_the_indexes_of_this_folder_are_shown_without_a_secret(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "uv.toml").write_text(f"[[index]]\nname = 'corp'\nurl = 'https://ci:{CANARY}@h.example/simple'\n")
    (folder / ".netrc").write_text(f"machine g.example login bot password {CANARY}\n")
    monkeypatch.setenv("UV_EXTRA_INDEX_URL", f"https://{CANARY}@g.example/simple https://bot@g.example/simple")
    result = cli("config", *NEW)
    assert (result.status, result.err) == (0, "")
    assert CANARY not in result.out
    for line in ("uv 0.13.9: first-index, keyring off", "uv.toml:3, named corp", "netrc         bot (.netrc:1)"):
        assert line in result.out


def test_the_version_counts(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_EXTRA_INDEX_URL", "https://h.example/simple https://h.example/simple")
    assert "its URL repeats" not in cli("config", "--client", "uv==0.7.2").out
    assert "its URL repeats" in cli("config", "--client", "uv==0.7.3").out


def test_the_command_that_fails_counts(cli: Cli) -> None:
    result = cli("config", *NEW, "--like", f"uv pip install --index-url https://ci:{CANARY}@h.example/simple foo")
    assert " 1  https://h.example/simple" in result.out
    assert CANARY not in result.out


def test_a_scenario_may_stand_in_for_the_folder(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_INDEX_URL", "https://h.example/simple")
    result = cli("config", *NEW, "--scenario", "uv-13216-second-url")
    assert "UV_EXTRA_INDEX_URL, 2nd URL" in result.out
    assert "h.example/simple" not in result.out.replace("jfrog.example", "")


def test_a_quote_that_is_not_closed_is_told(cli: Cli) -> None:
    result = cli("config", *NEW, "--like", f"uv lock '{CANARY}")
    assert (result.status, result.out) == (2, "")
    assert "--like: a quote in the command is not closed" in result.err
    assert CANARY not in result.err


def test_a_lock_is_read_for_a_frozen_sync(cli: Cli, folder: Path) -> None:
    (folder / "uv.lock").write_text(f"package = ['{CANARY}']\n")
    result = cli("config", *NEW, "--like", "uv sync --frozen")
    assert result.status == 2
    assert result.err.startswith("idxdoctor: error: uv.lock:1: ")
    assert CANARY not in result.err


def test_strictly_what_is_wrong_in_a_file_of_the_project_fails(cli: Cli, folder: Path) -> None:
    assert cli("config", *NEW, "--strict").status == 0
    (folder / "uv.toml").write_text(f"[[index]]\nname = 'corp'\nurl = 'https://ci:{CANARY}@h.example/simple'\n")
    (folder / "a.txt").write_text(f"--extra-index-url https://ci:{CANARY}@g.example/simple\n")
    plain, strict = cli("config", *NEW), cli("config", *NEW, "--strict", "-r", "a.txt")
    assert (plain.status, plain.err, strict.status) == (0, "", 1)
    assert "uv.toml:3: the password of corp stands in its URL (put it into a variable or netrc" in plain.out
    assert strict.err.splitlines() == [
        "2 things to mend in files of the project:",
        "  uv.toml:3: the password of corp stands in its URL",
        "  a.txt:1: the password of https://g.example/simple stands in its URL",
    ]
    assert CANARY not in strict.out + strict.err


def test_strictly_what_this_version_refuses_fails(cli: Cli, folder: Path) -> None:
    one = "[[tool.uv.index]]\nurl = 'https://{}.example/simple'\ndefault = true\n"
    (folder / "pyproject.toml").write_text(one.format("a") + one.format("b"))
    assert cli("config", "--client", "uv==0.9.4", "--strict").status == 0
    result = cli("config", *NEW, "--strict")
    assert (result.status, "uv 0.13.9 refuses it: " in result.err) == (1, True)


def test_strictly_what_the_user_has_outside_of_the_project_is_no_fault_of_it(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://h.example/simple")
    result = cli("config", *NEW, "--strict")
    assert (result.status, "uv does not read this variable" in result.out) == (0, True)


def test_a_scenario_has_its_own_files(cli: Cli) -> None:
    assert cli("config", "--scenario", "uv-13216-second-url", "-r", "a.txt").status == 2
