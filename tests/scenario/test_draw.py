"""Random worlds, and what is written of them."""

from __future__ import annotations

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.scenario.draw import draw
from idxdoctor.scenario.loader import parse_scenario
from idxdoctor.scenario.write import scenario_text
from idxdoctor.transport.replay import replay


@pytest.mark.parametrize("seed", range(60))
def test_a_random_world_is_read_back_as_it_was_written(seed: int) -> None:
    world = draw(seed)
    assert parse_scenario(scenario_text(world), "text")._replace(file="") == world


@pytest.mark.parametrize("version", ["0.6.0", "0.7.0", "0.8.15", "0.13.9"])
def test_the_model_comes_to_an_end_in_every_world(version: str) -> None:
    for seed in range(60):
        world = draw(seed)
        assert len(replay(world, client_of(f"uv=={version}")).lookups) == len(world.given.packages)


def test_a_seed_fixes_its_world() -> None:
    assert draw(7) == draw(7)
    assert draw(7) != draw(8)
