"""Scenarios replayed, diagnosed, and held against what they expect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.trace import Client
from idxdoctor.scenario.expect import expectations_for, mismatches
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import replay


def replay_all(files: Iterable[Path], clients: list[Client]) -> Iterator[Run]:
    """Return a run for each scenario and client, in the order asked for."""
    for file in files:
        scenario = load_scenario(file)
        for client in clients:
            yield replayed(scenario, client)


def replayed(scenario: Scenario, client: Client) -> Run:
    """Return the diagnosed run of one client in one scenario, and what differs from the scenario's expectation."""
    trace = replay(scenario, client)
    findings = diagnose(trace)
    expectations = expectations_for(scenario, client)
    if not expectations:
        return Run(trace, findings, scenario.title)
    codes = [[finding.code for finding in found] for found in findings]
    differences = [line for expectation in expectations for line in mismatches(expectation, trace, codes)]
    return Run(trace, findings, scenario.title, tuple(differences))
