"""One run as a whole: its findings by lookup, its exit status."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.replay import replay_all
from idxdoctor.diagnosis.run import exit_status_of
from idxdoctor.model.errors import InputError
from tests.worlds import PAGE, PYPI, Data, replay_of, server, world, world_text

NEW: Final = "0.13.9"
INDEX: Final = {"UV_INDEX_URL": "https://h.example/simple"}


def status_of(*rules: dict[str, Any], version: str = NEW) -> int:
    return replay_of(world(INDEX, server("https://h.example", *rules)), version).exit_status


def test_a_package_that_is_found_is_healthy() -> None:
    assert status_of({"answer": PAGE}) == 0


@pytest.mark.parametrize("answer", [401, 403, 404, 410, {"body": "Sign in"}])
def test_a_server_that_refuses_is_a_problem(answer: object) -> None:
    assert status_of({"answer": answer}) == 1


@pytest.mark.parametrize("drop", ["connect", "reset", "timeout", "tls"])
def test_a_server_that_does_not_answer_leaves_the_check_incomplete(drop: str) -> None:
    assert status_of({"answer": {"drop": drop}}) == 3


def test_a_problem_weighs_more_than_a_server_that_does_not_answer() -> None:
    rules: list[Data] = [{"path": "*/foo/", "answer": {"drop": "tls"}}, {"path": "*/bar/", "answer": 401}]
    run = replay_of(world(INDEX, server("https://h.example", *rules), packages=["foo", "bar"]), NEW)
    assert [[finding.code for finding in found] for found in run.findings] == [["IDX502"], ["IDX101"]]
    assert run.exit_status == 1
    assert [lookup.package for lookup, _ in run.diagnosed()] == ["foo", "bar"]


def test_several_runs_have_the_worst_of_their_statuses() -> None:
    healthy, incomplete, problem = (
        replay_of(world(INDEX, server("https://h.example", {"answer": answer})), NEW)
        for answer in (PAGE, {"drop": "tls"}, 401)
    )
    assert exit_status_of([]) == 0
    assert exit_status_of([healthy, incomplete]) == 3
    assert exit_status_of([healthy, incomplete, problem]) == 1


def expecting(ends: str, tmp_path: Path) -> Path:
    text = world_text(INDEX, server("https://h.example", {"answer": 401}))
    file = tmp_path / "made-up.yaml"
    file.write_text(f"{text}expect:\n  - {{clients: ['uv >=0.7'], ends: {ends}, findings: [IDX101]}}\n")
    return file


def test_what_was_expected_is_healthy(tmp_path: Path) -> None:
    (run,) = replay_all([expecting("stopped", tmp_path)], [client_of(f"uv=={NEW}")])
    assert (run.mismatches, run.exit_status, run.title) == ((), 0, "A made-up world")


def test_a_difference_from_what_was_expected_is_a_problem(tmp_path: Path) -> None:
    (run,) = replay_all([expecting("found", tmp_path)], [client_of(f"uv=={NEW}")])
    assert run.mismatches == ("foo: ends stopped, found was expected",)
    assert run.exit_status == 1


def test_nothing_is_expected_of_other_versions(tmp_path: Path) -> None:
    (run,) = replay_all([expecting("found", tmp_path)], [client_of("uv==0.6.17")])
    assert run.mismatches is None


def test_runs_come_scenario_by_scenario_in_the_order_of_the_clients(tmp_path: Path) -> None:
    file = expecting("stopped", tmp_path)
    clients = [client_of("uv==0.7.4"), client_of("uv==0.7.0")]
    assert [run.trace.client for run in replay_all([file, file], clients)] == [*clients, *clients]


def test_a_scenario_without_a_package_can_not_be_replayed() -> None:
    with pytest.raises(InputError, match="names no package"):
        replay_of(world(INDEX, packages=[]), NEW)


answers = st.one_of(
    st.sampled_from([200, 204, 301, 303, 304, 400, 401, 403, 404, 407, 429, 500, 503]),
    st.sampled_from(["connect", "reset", "timeout", "tls"]).map(lambda drop: {"drop": drop}),
    st.sampled_from(["/other/foo/", "https://b.example/foo/", "file:///x", "::"]).map(lambda to: {"redirect": to}),
    st.just(PAGE),
)
rules = st.lists(
    st.fixed_dictionaries({"as": st.sampled_from(["ci", "nobody", "stranger"]), "answer": answers}), max_size=4
)
urls = st.sampled_from(["", "ci:cabbage@", "ci@", "ci:wrong@"]).map(lambda user: f"https://{user}a.example/simple")


@given(
    rules,
    rules,
    urls,
    st.sampled_from(["first-index", "unsafe-best-match"]),
    st.sampled_from(["0.6.14", "0.6.15", "0.6.17", "0.7.0", "0.7.2", "0.7.10", "0.7.16", "0.9.0", NEW]),
)
def test_no_search_ends_badly_without_a_finding(
    first: list[dict[str, Any]], second: list[dict[str, Any]], url: str, strategy: str, version: str
) -> None:
    env = {"UV_EXTRA_INDEX_URL": url, "UV_INDEX_STRATEGY": strategy}
    accounts = {"ci": "cabbage"}
    servers = [
        server(f"https://{host}.example", *rules, accounts=accounts) for host, rules in [("a", first), ("b", second)]
    ]
    run = replay_of(world(env, *servers, PYPI), version)
    (lookup,) = run.trace.lookups
    assert lookup.ending.outcome.value == "found" or run.exit_status in {1, 3}
