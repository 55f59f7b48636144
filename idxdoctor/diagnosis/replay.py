"""Scenarios replayed, diagnosed, and held against what they expect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.fixes.proof import Trial, with_proofs
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.trace import Client, Trace
from idxdoctor.scenario.expect import expectations_for, mismatches
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.surroundings import surroundings_of
from idxdoctor.transport.replay import replay
from idxdoctor.transport.vault import accounts_of


def replay_all(files: Iterable[Path], clients: list[Client], *, proofs: bool = False) -> Iterator[Run]:
    """Return a run for each scenario and client, in the order asked for; with `proofs` their fixes are tried."""
    for file in files:
        scenario = load_scenario(file)
        for client in clients:
            run = replayed(scenario, client)
            yield with_proofs(run, trial_in(scenario, client)) if proofs else run


def trial_in(scenario: Scenario, client: Client) -> Trial:
    """Return how fixes are tried in a scenario's world: with the credentials that its servers know."""

    def run(changed: Client, here: Surroundings, _: str) -> Trace:
        return replay(scenario, changed, surroundings=here)

    return Trial(surroundings_of(scenario, client.name), run, lambda wanted: accounts_of(scenario, wanted.origin))


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
