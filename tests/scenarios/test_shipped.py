"""Every scenario that comes along is valid, and what it says of clients holds for every release that it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from idxdoctor.clients.registry import client_of, model_of
from idxdoctor.diagnosis.replay import replayed
from idxdoctor.model.trace import Client
from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.expect import expectations_for
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario

EVERY_SCENARIO = pytest.mark.parametrize("file", shipped_scenarios(), ids=lambda file: file.stem)


def clients_named_by(scenario: Scenario) -> list[Client]:
    """Return every release that an expectation of the scenario is about."""
    names = {clients.name for expectation in scenario.expect for clients in expectation.clients}
    releases = [client_of(f"{name}=={release}") for name in sorted(names) for release in model_of(name).releases]
    return [client for client in releases if expectations_for(scenario, client)]


@EVERY_SCENARIO
def test_what_a_scenario_expects_holds_for_every_release_that_it_names(file: Path) -> None:
    scenario = load_scenario(file)
    clients = clients_named_by(scenario)
    assert clients
    differences = {str(client): run.mismatches for client in clients if (run := replayed(scenario, client)).mismatches}
    assert not differences


@EVERY_SCENARIO
def test_every_expectation_is_about_a_release_that_there_is(file: Path) -> None:
    scenario = load_scenario(file)
    clients = clients_named_by(scenario)
    for expectation in scenario.expect:
        assert any(expectation in expectations_for(scenario, client) for client in clients)


@EVERY_SCENARIO
def test_a_scenario_says_where_it_is_from(file: Path) -> None:
    scenario = load_scenario(file)
    assert scenario.title
    assert scenario.sources
    assert all(source.startswith("https://") for source in scenario.sources)


def test_ids_are_unique() -> None:
    stems = [file.stem for file in shipped_scenarios()]
    assert len(stems) == len(set(stems))
    assert stems
