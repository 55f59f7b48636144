"""Worlds made smaller."""

from __future__ import annotations

from idxdoctor.capture.comparing.shrink import smallest
from idxdoctor.scenario.draw import draw
from idxdoctor.scenario.model import Scenario


def test_all_that_does_not_matter_is_left_out() -> None:
    def holds(candidate: Scenario) -> bool:
        return any(rule.answer.status == 404 for server in candidate.servers for rule in server.rules)

    world = next(world for world in map(draw, range(100)) if holds(world) and len(world.servers) > 1)
    small = smallest(world, holds)
    assert [len(server.rules) for server in small.servers] == [1]
    assert len(small.given.packages) == 1
    assert not any((small.given.env, small.given.files, small.given.keyring, small.given.args["uv"]))


def test_what_matters_stays() -> None:
    world = next(world for world in map(draw, range(100)) if len(world.given.packages) == 2)
    assert smallest(world, lambda candidate: candidate == world) == world
