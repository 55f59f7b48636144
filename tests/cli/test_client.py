"""`idxdoctor client`."""

from __future__ import annotations

import pytest

from idxdoctor.clients.registry import model_of
from tests.cli.conftest import Cli


def test_the_history_tells_every_change_oldest_first(cli: Cli) -> None:
    result = cli("client", "uv")
    assert (result.status, result.err) == (0, "")
    order = [result.out.index(f"\nuv {release}\n") for release in ("0.6.1", "0.6.9", "0.6.10", "0.7.0", "0.7.4")]
    assert order == sorted(order)
    assert "  + 401 or 403 ends a first-index search" in result.out
    assert "https://github.com/astral-sh/uv/pull/12805" in result.out


@pytest.mark.parametrize("version", ["0.6.0", "0.7.0", "0.13.9"])
def test_a_version_tells_each_behaviour_once(cli: Cli, version: str) -> None:
    out = cli("client", "uv", version).out
    assert out.startswith(f"How uv {version} behaves")
    lacking = out.rpartition(f"\nNot so in {version}: ")[2].strip().split(", ")
    for name in model_of("uv").behaviours:
        assert out.count(f"      {name};") + lacking.count(name) == 1


def test_the_history_is_a_table_in_markdown(cli: Cli) -> None:
    rows = cli("client", "uv", "--markdown").out.splitlines()
    assert rows[:2] == ["| from | what changed |", "|---|---|"]
    assert all(row.startswith("| ") and row.endswith(" |") and row.count("|") == 3 for row in rows[2:])
    assert any(row.startswith("| 0.7.0 | ") for row in rows)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["npm"], "no client of that name is modelled; known are uv"),
        (["uv", "0.7.99"], "uv 0.7.99 was never released"),
        (["uv", "zq7Canary"], "a client is wanted as"),
        ([], "Missing argument"),
    ],
)
def test_what_is_not_modelled_is_refused(cli: Cli, arguments: list[str], says: str) -> None:
    result = cli("client", *arguments)
    assert (result.status, result.out) == (2, "")
    assert says in result.err
    assert "Canary" not in result.err
