"""Logs of real releases, explained, are held against what a proxy saw of them."""

from __future__ import annotations

import random

import pytest

from idxdoctor.capture.authority import Authority
from idxdoctor.capture.logs.uv_coverage import carried
from idxdoctor.model.exchange import Gap
from idxdoctor.scenario.draw import draw
from idxdoctor.scenario.model import Scenario
from tests.clients_real.log_differences import differences
from tests.clients_real.logs import logged

RELEASES = ["0.6.17", "0.7.0", "0.7.10", "0.8.15", "0.9.30", "0.13.9"]
FIXED = range(1000, 1010)
FRESH = random.randrange(10_000, 10**9)  # noqa: S311 - a seed


@pytest.fixture(scope="module")
def authority() -> Authority:
    """One authority for all runs."""
    return Authority()


def worlds() -> list[Scenario]:
    """Return ten worlds that are always the same, and two that never are."""
    return [draw(seed) for seed in (*FIXED, FRESH, FRESH + 1)]


@pytest.mark.parametrize("version", RELEASES)
def test_a_log_tells_what_was_seen(version: str, authority: Authority) -> None:
    for world in worlds():
        assert [*differences(logged(world, version, authority))] == [], (world.id, version)


@pytest.mark.parametrize("verbosity", ["-v", "-vv"])
@pytest.mark.parametrize("version", ["0.6.0", "0.6.17", "0.13.9"])
def test_a_log_carries_what_the_table_says(version: str, verbosity: str, authority: Authority) -> None:
    """Where the table says that logs show as whom requests are sent, they do, and nowhere else."""
    told = [
        exchange
        for world in worlds()[:4]
        for lookup in logged(world, version, authority, verbosity).trace.lookups
        for exchange in lookup.exchanges
    ]
    shown = {Gap.WHO not in exchange.gaps for exchange in told}
    assert shown == {"as whom" in carried(version, verbosity)}
