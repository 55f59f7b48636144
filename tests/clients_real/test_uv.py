"""Real releases of uv against their model; they are installed from the package index where they are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from idxdoctor.capture.comparing.verify import verify_all
from idxdoctor.clients.registry import client_of
from idxdoctor.scenario.draw import draw
from idxdoctor.scenario.loader import load_scenario
from tests.clients_real.draw_wide import wide

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "uv" / "uv-13216-second-url.yaml"
RELEASES = ["0.6.17", "0.7.0", "0.7.10", "0.8.15", "0.9.20", "0.13.9"]
SEEDS = [seed for seed in range(40) if len(draw(seed).given.packages) == 1][:10]


@pytest.mark.parametrize("version", RELEASES)
def test_the_model_sends_what_the_release_sends(version: str) -> None:
    worlds = [load_scenario(EXAMPLE), *map(draw, SEEDS), *map(wide, SEEDS)]
    for verdict in verify_all([(world, client_of(f"uv=={version}")) for world in worlds]):
        assert verdict.comparison is not None, verdict.error
        assert verdict.comparison.parting is None, verdict.scenario.id
