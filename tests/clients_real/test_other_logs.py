"""Logs of real releases of poetry and pdm, explained, are held against what a proxy saw of them."""

from __future__ import annotations

import pytest

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.model.trace import Client
from tests.clients_real.other_logs import DRAWS, differences, logged

RELEASES = [
    Client("poetry", "2.2.1", verified=False),
    Client("pdm", "2.28.2", verified=False),
    Client("pdm", "2.29.4", verified=False),
]
SEEDS = {"poetry": (1, 3, 6, 8), "pdm": (1, 2, 5, 13, 109)}


@pytest.fixture(scope="module")
def authority() -> Authority:
    """One authority for all runs."""
    return Authority()


@pytest.mark.parametrize("client", RELEASES, ids=str)
def test_a_log_tells_what_was_seen(client: Client, authority: Authority) -> None:
    """In worlds that are always the same; `tests.clients_real.other_logs` draws others."""
    for seed in SEEDS[client.name]:
        run = logged(DRAWS[client.name](seed), client, authority)
        assert [*differences(run)] == [], (run.scenario.id, client)


def test_without_vv_a_log_of_pdm_tells_refusals_alone(authority: Authority) -> None:
    run = logged(DRAWS["pdm"](109), RELEASES[1], authority, "-v")
    assert run.trace is not None
    assert {one.answer.status for lookup in run.trace.lookups for one in lookup.exchanges} == {403}
