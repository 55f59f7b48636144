"""Replays in one process on one core: `python tests/benchmarks/replays.py`."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.replay import replay_all, replayed
from idxdoctor.report.formats.json_report import json_report
from idxdoctor.report.views.summary import summary
from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.loader import load_scenario

ROUNDS: Final = 7
VERSIONS: Final = ("0.6.17", "0.7.0", "0.13.9")


def per_second(work: Callable[[], object], count: int) -> float:
    """Return how many of `count` pieces of work are done in a second, by the median of several rounds."""
    work()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return count / median(times)


def main() -> None:
    """Print replays per second with and without reading the files, and with a report of them."""
    files: list[Path] = [*shipped_scenarios()]
    clients = [client_of(f"uv=={version}") for version in VERSIONS]
    scenarios = [load_scenario(file) for file in files]
    runs = [replayed(scenario, client) for scenario in scenarios for client in clients]
    one = clients[:1]
    print(f"{len(files)} scenarios, {len(clients)} releases")
    figures = {
        "loaded, replayed, diagnosed": per_second(lambda: list(replay_all(files, one)), len(files)),
        "replayed, diagnosed": per_second(
            lambda: [replayed(scenario, client) for scenario in scenarios for client in clients], len(runs)
        ),
        "loaded": per_second(lambda: [load_scenario(file) for file in files], len(files)),
        "written as JSON": per_second(lambda: json_report(runs), len(runs)),
        "summed up": per_second(lambda: list(summary(runs)), len(runs)),
    }
    for name, figure in figures.items():
        print(f"{name:28} {figure:8.0f} /s")


if __name__ == "__main__":
    main()
