"""Logs of real releases, explained, are held against what a proxy saw of them."""

from __future__ import annotations

import pytest

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.logs.uv.coverage import carried, inferred
from idxdoctor.model.exchange import MAY_REFUSE, Gap, Witness
from idxdoctor.scenario.draw import draw
from idxdoctor.scenario.model import Scenario
from tests.clients_real.log_differences import differences
from tests.clients_real.logs import logged

RELEASES = ["0.6.17", "0.7.0", "0.7.10", "0.8.15", "0.9.30", "0.13.9"]
BOUNDARIES = ["0.6.3", "0.6.15", "0.6.17", "0.7.0", "0.7.13", "0.7.22", "0.9.25", "0.9.30", "0.13.9"]
ALL_302 = "0.6.15"
"""This release calls every redirect 302, so that its status stays unknown."""
TELLING = [draw(seed) for seed in (1006, 1043, 1165, 1431, 1805)]
"""Worlds with redirects, refusals, a keyring, and pages that are found."""
SEEDS = (*range(1000, 1010), 700_374, 910_069, 125_981_462)


@pytest.fixture(scope="module")
def authority() -> Authority:
    """One authority for all runs."""
    return Authority()


def worlds() -> list[Scenario]:
    """Return worlds that are always the same; `tests.clients_real.draw_logs` draws others."""
    return [draw(seed) for seed in SEEDS]


@pytest.mark.parametrize("version", RELEASES)
def test_a_log_tells_what_was_seen(version: str, authority: Authority) -> None:
    for world in worlds():
        assert [*differences(logged(world, version, authority))] == [], (world.id, version)


@pytest.mark.parametrize("verbosity", ["-v", "-vv"])
@pytest.mark.parametrize("version", BOUNDARIES)
def test_a_log_carries_what_the_table_says(version: str, verbosity: str, authority: Authority) -> None:
    """What the table says to be carried is seen, what it says to be inferred is, and nothing else."""
    traces = [logged(world, version, authority, verbosity).trace for world in TELLING]
    told = [one for trace in traces for lookup in trace.lookups for one in (*lookup.exchanges, *lookup.files)]
    calls = [call for trace in traces for lookup in trace.lookups for call in lookup.keyring]
    sure = [one for one in told if one.evidence is Witness.SEEN and Gap.STATUS not in one.gaps]
    guessed = [one for one in told if one.evidence is Witness.INFERRED and Gap.STATUS not in one.gaps]
    shown = {
        "as whom": any(Gap.WHO not in one.gaps for one in told),
        "refusals": any(one.answer.status in MAY_REFUSE for one in sure),
        "redirects": any(one.redirect and (Gap.STATUS not in one.gaps or version == ALL_302) for one in told),
        "keyring calls": bool(calls),
    }
    assert {name for name, is_shown in shown.items() if is_shown} == carried(version, verbosity) & shown.keys()
    assert any(one.answer.status == 200 for one in (*sure, *guessed))
    if "successes" in carried(version, verbosity):
        assert not any(one.answer.status == 200 for one in guessed)
    if "refusals" in inferred(version, "-vv"):
        assert any(one.answer.status in MAY_REFUSE for one in guessed) or verbosity == "-v"
