"""`check --probe`: what is said before a request is sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.worlds import server, world_text

NEW = ("--client", "uv==0.13.9")
REAL = ("corp.example", "acme-team", "acme-tool", "acme-known", "alice")


@pytest.fixture
def refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Return a check of a private index that refuses."""
    monkeypatch.setenv("COLUMNS", "200")
    env = {"UV_INDEX_URL": "https://alice:cabbage@pkgs.corp.example/acme-team/simple"}
    text = world_text(env, server("https://pkgs.corp.example", {"answer": 403}), packages=["acme-tool"])
    (folder / "made-up.yaml").write_text(text, encoding="utf-8")
    return ("check", "--mock", "made-up.yaml", *NEW, "--probe", "--known", "acme-known")


def probes_in(text: str) -> list[str]:
    return re.findall(r"https://\S+/ (?:with|for)[^\n]*", text)


def test_each_probe_is_announced_as_the_report_has_it(cli: Cli, refused: tuple[str, ...]) -> None:
    result = cli(*refused)
    assert all(line.startswith("probe: GET https://pkgs.corp.example/") for line in result.err.splitlines())
    assert probes_in(result.err) == probes_in(result.out)
    assert len(probes_in(result.err)) == 5


@pytest.mark.parametrize("format_", ["rich", "json", "markdown"])
def test_probes_are_announced_under_the_names_of_an_anonymous_report(
    cli: Cli, refused: tuple[str, ...], format_: str
) -> None:
    result = cli(*refused, "--anonymize", "--format", format_)
    assert [name for name in REAL if name in result.err + result.out] == []
    assert len(probes_in(result.err)) == 5
    if format_ == "rich":
        assert probes_in(result.err) == probes_in(result.out)
