"""Reported cases are named where the same happens under other names."""

from __future__ import annotations

from typing import Any, Final

import pytest

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.check import checked
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.known import known_cases
from idxdoctor.diagnosis.records.record import record
from idxdoctor.diagnosis.run import KnownCase
from idxdoctor.diagnosis.select import Selection
from idxdoctor.scenario.catalogue import find_scenario
from idxdoctor.scenario.loader import load_scenario, parse_scenario
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.bench import MockedBench
from idxdoctor.transport.check import packages_to_check, silent
from tests.capture.logs.made import THREE_URLS, trace_of
from tests.worlds import PAGE, PYPI, server, world

REPORTS: Final = [
    ("uv-13216-second-url", "0.7.0"),
    ("uv-13216-command-line-index", "0.7.0"),
    ("uv-13216-username-beside-full-url", "0.7.3"),
    ("uv-13216-redirect-302", "0.7.0"),
    ("uv-13216-redirect-303", "0.7.0"),
    ("uv-13216-feed-without-token", "0.13.9"),
    ("uv-13216-refused-behind-redirect", "0.7.1"),
    ("uv-idx122-another-user-first", "0.7.0"),
]
"""The cases of uv issues 13216 and 13443, each at a release that shows it."""


def known_in(scenario: Scenario, version: str) -> list[KnownCase]:
    """Return the cases that a check in a world is like."""
    bench, client = MockedBench.of(scenario, "uv"), client_of(f"uv=={version}")
    packages = packages_to_check(bench.here, client, scenario.given.packages)
    return list(checked(bench, client, packages, Selection(), silent).known)


def under_other_names(name: str, version: str) -> Scenario:
    """Return a shipped scenario as somebody else may have it."""
    scenario, client = load_scenario(find_scenario(name)), client_of(f"uv=={version}")
    bench = MockedBench.of(scenario, "uv")
    packages = packages_to_check(bench.here, client, scenario.given.packages)
    return parse_scenario(record(bench, client, packages, "recorded").text, "recorded.yaml")


@pytest.mark.parametrize(("name", "version"), REPORTS)
def test_each_reporters_case_is_named_with_its_link_and_what_ended_it(name: str, version: str) -> None:
    known = {case.id: case for case in known_in(under_other_names(name, version), version)}
    assert known[name].source.startswith("https://github.com/astral-sh/uv/issues/13")
    assert known[name].ended == load_scenario(find_scenario(name)).ended != ""


def test_warnings_that_hang_on_the_place_make_no_difference() -> None:
    """The password stands in a file here, and in a variable in the report."""
    index = "https://ci:cabbage@h.example/a/simple"
    files = {"uv.toml": f'extra-index-url = ["https://h.example/", "{index}", "https://h.example/b/simple"]\n'}
    rules: list[dict[str, Any]] = [{"path": "/b/*", "as": "nobody", "answer": 401}, {"answer": 404}]
    same = world({}, server("https://h.example", *rules, accounts={"ci": "cabbage"}), PYPI, files=files)
    assert [case.id for case in known_in(same, "0.7.0")] == ["uv-13216-second-url"]


def test_another_release_that_does_not_do_so_is_like_none() -> None:
    assert known_in(under_other_names("uv-13216-second-url", "0.7.0"), "0.7.4") == []


def test_what_ends_well_is_like_none() -> None:
    env = {"UV_DEFAULT_INDEX": "https://h.example/simple"}
    assert known_in(world(env, server("https://h.example", {"answer": PAGE})), "0.13.9") == []


def test_another_course_of_the_same_cause_is_like_none() -> None:
    """Credentials are missing as in a report, and a redirect comes first."""
    elsewhere = {"path": "/simple/*", "answer": {"redirect": "/b/simple/foo/"}}
    env = {"UV_DEFAULT_INDEX": "https://h.example/simple"}
    assert known_in(world(env, server("https://h.example", elsewhere, {"answer": 401})), "0.13.9") == []


def test_a_log_is_like_a_case_too() -> None:
    trace = trace_of(THREE_URLS)
    assert [case.id for case in known_cases(trace, diagnose(trace))] == ["uv-13216-second-url"]


def test_a_case_is_not_like_itself() -> None:
    scenario = load_scenario(find_scenario("uv-13216-second-url"))
    assert known_in(scenario, "0.7.0") == []
