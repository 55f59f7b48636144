"""Where the program of a release comes from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from idxdoctor.capture.running import binaries
from idxdoctor.capture.running.binaries import cache_folder, installed, program_of
from idxdoctor.model.errors import CheckError, InputError
from idxdoctor.model.trace import Client

CLIENT = Client("uv", "0.7.0", True)
ABOUT = """\
Metadata-Version: 2.1
Name: pdm
Version: 2.29.4
Requires-Dist: certifi>=1
Requires-Dist: pytest; extra == "pytest"
Requires-Dist: certifi==1; extra == "locked"
Requires-Dist: hishel==1.4.0; extra == "locked"
Requires-Dist: tomli==2; python_version < "3.11" and extra == "locked"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'path'}{os.pathsep}{os.defpath}")
    return tmp_path


def made(path: Path, version: str) -> Path:
    """Make a program that says it is uv of that version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho 'uv {version} (0123abc 2025-01-01)'\n")
    path.chmod(0o700)
    return path


def test_a_named_program_is_taken(folder: Path) -> None:
    assert program_of(CLIENT, made(folder / "mine", "0.7.0")) == folder / "mine"


def test_a_named_program_of_another_release_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match=r"uv 0\.7\.1, and 0\.7\.0 is wanted"):
        program_of(CLIENT, made(folder / "mine", "0.7.1"))


def test_the_program_on_path_is_taken_where_it_is_of_the_release(folder: Path) -> None:
    found = made(folder / "path" / "uv", "0.7.0")
    assert program_of(CLIENT) == found


def test_a_release_that_was_installed_is_found_again(folder: Path) -> None:
    made(folder / "path" / "uv", "0.13.9")
    found = made(cache_folder() / "uv" / "0.7.0" / "bin" / "uv", "0.7.0")
    assert program_of(CLIENT) == found


def test_half_an_installation_is_never_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(client: Client, target: Path) -> None:
        made(target / "bin" / "uv", client.version)
        raise CheckError("it can't be installed")

    monkeypatch.setattr(binaries, "_pip_install", fails)
    with pytest.raises(CheckError):
        installed(CLIENT)
    assert list((cache_folder() / "uv").iterdir()) == []
    assert folder in cache_folder().parents


def test_what_pip_installs_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_pip_install", lambda client, target: made(target / "bin" / "uv", client.version))
    assert installed(CLIENT) == cache_folder() / "uv" / "0.7.0" / "bin" / "uv"
    assert installed(CLIENT).exists()


def test_a_client_with_dependencies_is_installed_with_them_and_starts_where_it_is_put(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def ran(_: Client, command: list[str], requirement: str) -> None:
        commands.append(command)
        target = Path(command[-1]) if command[1:3] == ["-m", "venv"] else Path(command[0]).parent.parent
        script = target / "bin" / "pdm"
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(f"#!{target}/bin/python\n{requirement}\n")

    monkeypatch.setattr(binaries, "_run", ran)
    program = installed(Client("pdm", "2.28.2", False))
    assert program.read_text() == f"#!{program.parent}/python\npdm[locked]==2.28.2\n"
    assert folder in program.parents
    assert "--no-deps" not in commands[-1]


def test_a_release_of_which_a_dependency_of_its_time_is_withdrawn_is_installed_with_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipped: list[str] = []

    def ran(_: Client, command: list[str], requirement: str) -> None:
        if "[locked]" in requirement or "certifi==1" in command:
            raise CheckError(f"{requirement} can't be installed")
        if command[1:3] == ["-m", "pip"]:
            target = Path(command[0]).parents[1]
            made(target / "bin" / "pdm", "2.29.4")
            about = target / "lib" / "python3" / "site-packages" / "pdm-2.29.4.dist-info" / "METADATA"
            about.parent.mkdir(parents=True, exist_ok=True)
            about.write_text(ABOUT)
            pipped.append(" ".join(command[5:]))

    monkeypatch.setattr(binaries, "_run", ran)
    assert installed(Client("pdm", "2.29.4", False)).exists()
    assert pipped == ["pdm==2.29.4", "--no-deps hishel==1.4.0"]
