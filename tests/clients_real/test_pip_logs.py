"""Logs of real releases of pip, explained, are held against what a proxy saw of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.logs.pip.coverage import carried
from idxdoctor.model.exchange import Gap
from idxdoctor.model.trace import Ending, Outcome
from idxdoctor.scenario.drawing.pip import draw_pip
from tests.clients_real.pip_log_differences import differences
from tests.clients_real.pip_logs import logged

RELEASES = ["21.0.1", "21.3.1", "22.3.1", "23.0.1", "24.0", "25.2", "26.3"]
SEEDS = (14, 40, 184, 219)


@pytest.fixture(scope="module")
def authority() -> Authority:
    """One authority for all runs."""
    return Authority()


@pytest.mark.parametrize("version", RELEASES)
def test_a_log_tells_what_was_seen(version: str, authority: Authority) -> None:
    """In worlds that are always the same; `tests.clients_real.draw_pip_logs` draws others."""
    for seed in SEEDS:
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


def test_what_a_log_does_not_tell_rightly_is_a_difference(authority: Authority) -> None:
    """A request that is missed, invented, of another user, with another status, an end that was not."""
    run = logged(draw_pip(14), "26.3", authority)
    (lookup,) = run.trace.lookups
    first, *rest = lookup.exchanges
    refused = first._replace(answer=replace(first.answer, status=403))
    named = first._replace(request=replace(first.request, credential=rest[-1].request.credential))
    unknown = Ending(Outcome.UNKNOWN, lookup.ending.indexes, lookup.ending.visits)
    for wrong, kind in (
        (lookup._replace(exchanges=tuple(rest)), "requests"),
        (lookup._replace(exchanges=(first, first, *rest)), "requests"),
        (lookup._replace(exchanges=(*rest, first)), "requests"),
        (lookup._replace(exchanges=(refused, *rest)), "status"),
        (lookup._replace(exchanges=(named, *rest)), "as whom"),
        (lookup._replace(ending=unknown), "end"),
        (lookup._replace(keyring=()), "keyring"),
    ):
        told = run._replace(trace=run.trace._replace(lookups=(wrong,)))
        assert kind in {difference.kind for difference in differences(told)}, kind
