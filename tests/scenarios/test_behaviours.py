"""Every behaviour that tells releases apart has a scenario in which it does."""

from __future__ import annotations

import pytest

from idxdoctor.clients.behaviour import table_of
from idxdoctor.clients.history import Change, changes
from idxdoctor.clients.registry import client_of
from idxdoctor.clients.uv.behaviours import Behaviours
from idxdoctor.clients.uv.releases import RELEASES
from idxdoctor.model.trace import wire_of
from idxdoctor.scenario.catalogue import find_scenario
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import replay

TABLE = table_of(Behaviours)
BEFORE = dict(zip(RELEASES[1:], RELEASES, strict=False))
CHANGES = [change for change in changes(TABLE, RELEASES) if change.behaviour.scenario is not None]


def doings(scenario: Scenario, release: str) -> list[object]:
    """Return what can be seen of a release in a scenario: requests, keyring calls, how the lookups ended."""
    lookups = replay(scenario, client_of(f"uv=={release}")).lookups
    return [(wire_of(lookup), [file.answer.status for file in lookup.files]) for lookup in lookups]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.name}-{change.release}")
def test_the_scenario_of_a_behaviour_tells_the_releases_on_both_sides_of_its_change_apart(change: Change) -> None:
    scenario = load_scenario(find_scenario(change.behaviour.scenario or ""))
    assert doings(scenario, BEFORE[change.release]) != doings(scenario, change.release)


def test_only_what_no_request_shows_has_no_scenario() -> None:
    assert {name for name, behaviour in TABLE.items() if behaviour.scenario is None} == {
        "finds_credentials_by_root",  # what it finds is found without it
        "asks_for_zstd",  # a header that no server minds
        "asks_system_store",  # no scenario has one
        "reads_proxy_settings",  # a world is behind one proxy
    }
