"""Random worlds for clients without a model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from idxdoctor.scenario.drawing.pdm import draw_pdm
from idxdoctor.scenario.drawing.poetry import draw_poetry
from idxdoctor.scenario.loader import parse_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.write import scenario_text


@pytest.mark.parametrize("drawn", [draw_poetry, draw_pdm])
def test_a_random_world_is_read_back_as_it_was_written(drawn: Callable[[int], Scenario]) -> None:
    for seed in range(30):
        world = drawn(seed)
        assert parse_scenario(scenario_text(world), "text")._replace(file="") == world


@pytest.mark.parametrize("drawn", [draw_poetry, draw_pdm])
def test_a_seed_fixes_its_world(drawn: Callable[[int], Scenario]) -> None:
    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)
