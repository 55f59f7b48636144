"""The releases at which a model's behaviour in a scenario changed."""

from __future__ import annotations

from typing import Final

import pytest

from idxdoctor.diagnosis.bisect import Stretch, join_alike, signature, stretches
from idxdoctor.model.trace import Outcome
from idxdoctor.scenario.catalogue import find_scenario
from idxdoctor.scenario.loader import load_scenario
from tests.worlds import PAGE, PYPI, replay_of, server, world

ENV: Final = {"UV_EXTRA_INDEX_URL": "https://ci:cabbage@h.example/simple"}
RELEASES: Final = ("0.6.16", "0.6.17", "0.7.0", "0.7.3", "0.7.4", "0.13.9")


def found(answer: object, *releases: str, env: dict[str, str] = ENV) -> list[Stretch]:
    scenario = world(env, server("https://h.example", {"answer": answer}), PYPI)
    return stretches(scenario, "uv", releases or RELEASES)


def ends(stretched: list[Stretch]) -> list[tuple[str, str]]:
    return [(stretch.first, stretch.last) for stretch in stretched]


def test_releases_that_do_the_same_are_one_stretch() -> None:
    [stretch] = found(PAGE)
    assert (stretch.first, stretch.last, stretch.outcomes) == ("0.6.16", "0.13.9", (Outcome.FOUND,))
    assert stretch.run.trace.client.version == "0.6.16"


def test_another_outcome_begins_a_stretch() -> None:
    before, after = found(401)
    assert ends([before, after]) == [("0.6.16", "0.6.17"), ("0.7.0", "0.13.9")]
    assert (before.outcomes, after.outcomes) == ((Outcome.FOUND,), (Outcome.STOPPED,))


def test_an_outcome_that_changes_twice_makes_three() -> None:
    scenario = load_scenario(find_scenario("uv-13216-second-url"))
    listed = stretches(scenario, "uv", RELEASES)
    assert ends(listed) == [("0.6.16", "0.6.17"), ("0.7.0", "0.7.3"), ("0.7.4", "0.13.9")]
    assert signature(listed[0].run) == signature(listed[2].run)


@pytest.mark.parametrize(
    ("scenario", "releases"),
    [
        ("uv-keyring-by-scheme-and-host", ("0.10.2", "0.10.3")),
        ("uv-tolerates-400-to-head", ("0.6.0", "0.6.1")),
        ("uv-retries-sixteenfold", ("0.8.14", "0.8.15")),
    ],
)
def test_keyring_calls_files_and_retries_count(scenario: str, releases: tuple[str, str]) -> None:
    listed = stretches(load_scenario(find_scenario(scenario)), "uv", releases)
    assert ends(listed) == [(release, release) for release in releases]


def test_one_release_is_a_stretch_and_none_is_none() -> None:
    assert ends(found(401, "0.7.0")) == [("0.7.0", "0.7.0")]
    assert stretches(world(ENV, PYPI), "uv", ()) == []


def test_only_neighbours_are_joined() -> None:
    run = replay_of(world(ENV, PYPI), "0.7.0")
    joined = join_alike((release, kind, run) for release, kind in zip("12345", "aabba", strict=True))
    assert ends(joined) == [("1", "2"), ("3", "4"), ("5", "5")]
