"""Which client a command is about, where none is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from idxdoctor.cli.clients import client_or_installed
from idxdoctor.clients.registry import client_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for the client is a shell script")


def install(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "uv"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_the_one_that_is_installed_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, "echo 'uv 0.7.2 (481d05d8d 2025-04-30)'", monkeypatch)
    assert client_or_installed(None) == client_of("uv==0.7.2")


def test_the_one_that_is_named_goes_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, "echo 'uv 0.7.2'", monkeypatch)
    assert client_or_installed("uv==0.6.17") == client_of("uv==0.6.17")


@pytest.mark.parametrize("script", ["exit 1", "echo uv", "echo 'uv 0.1.0'", "kill -9 $$"])
def test_the_newest_is_meant_where_the_installed_one_is_of_no_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    install(tmp_path, script, monkeypatch)
    assert client_or_installed(None) == client_of("uv")


def test_the_newest_is_meant_where_none_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert client_or_installed(None) == client_of("uv")
