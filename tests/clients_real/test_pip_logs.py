"""Logs of real releases of pip, explained, are held against what a proxy saw of them."""

from __future__ import annotations

import random

import pytest

from idxdoctor.capture.authority import Authority
from idxdoctor.capture.logs.pip_coverage import carried
from idxdoctor.model.exchange import Gap
from idxdoctor.scenario.drawing.pip import draw_pip
from tests.clients_real.pip_log_differences import differences
from tests.clients_real.pip_logs import logged

RELEASES = ["21.0.1", "21.3.1", "22.3.1", "23.0.1", "24.0", "25.2", "26.3"]
FIXED = (8, 14, 40, 56)
FRESH = random.randrange(10_000, 10**9)  # noqa: S311 - a seed


@pytest.fixture(scope="module")
def authority() -> Authority:
    """One authority for all runs."""
    return Authority()


@pytest.mark.parametrize("version", RELEASES)
def test_a_log_tells_what_was_seen(version: str, authority: Authority) -> None:
    """In four worlds that are always the same, and one that never is."""
    for seed in (*FIXED, FRESH):
        assert [*differences(logged(draw_pip(seed), version, authority))] == [], (seed, version)


@pytest.mark.parametrize("verbosity", ["-v", "-vv"])
@pytest.mark.parametrize("version", ["21.0.1", "26.3"])
def test_a_log_carries_what_the_table_says(version: str, verbosity: str, authority: Authority) -> None:
    """Where the table says that logs show requests and as whom they are sent, they do, and nowhere else."""
    world = draw_pip(14)
    line = ".".join(version.split(".")[:2])
    exchanges = [
        exchange
        for lookup in logged(world, version, authority, verbosity).trace.lookups
        for exchange in lookup.exchanges
        if Gap.WHO not in exchange.gaps
    ]
    assert bool(exchanges) is ({"requests", "as whom"} <= carried(line, verbosity))
