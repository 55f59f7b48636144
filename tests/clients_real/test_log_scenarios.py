"""Logs of real releases, made into scenarios, give the same when they are replayed."""

from __future__ import annotations

import pytest

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.diagnosis.records.record_log import record_log
from idxdoctor.scenario.draw import draw
from tests.clients_real.logs import logged

RELEASES = ["0.6.17", "0.7.0", "0.8.15", "0.13.9"]
SEEDS = range(5)


@pytest.mark.parametrize("version", RELEASES)
def test_the_replay_of_a_logs_scenario_is_what_the_log_shows(version: str) -> None:
    authority = Authority()
    for seed in SEEDS:
        made = record_log(logged(draw(seed), version, authority).trace, "recorded")
        assert made.difference is None, (seed, version)
