"""Verdicts, summaries and comparisons: what is said, and what is not said twice."""

from __future__ import annotations

from typing import Any, Final

import pytest

from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.run import Run
from idxdoctor.report.layout import plain
from idxdoctor.report.terminal import terminal_report
from idxdoctor.report.verdict import verdict
from idxdoctor.report.views.comparison import compare
from idxdoctor.report.views.side_by_side import side_by_side
from idxdoctor.report.views.summary import summary
from idxdoctor.scenario.catalogue import find_scenario
from idxdoctor.scenario.loader import load_scenario
from idxdoctor.scenario.model import Scenario
from tests.capture.logs.made import trace_of
from tests.worlds import PAGE, PYPI, replay_of, server, world

NEW: Final = "0.13.9"
SECOND_URL: Final = load_scenario(find_scenario("uv-13216-second-url"))
CI: Final = "https://ci:cabbage@h.example/simple"


def h(env: dict[str, str], *rules: dict[str, Any], **given: object) -> Scenario:
    return world(env, server("https://h.example", *rules, accounts={"ci": "cabbage"}), PYPI, **given)


def said(scenario: Scenario, version: str = NEW) -> str:
    return verdict(replay_of(scenario, version).trace.lookups[0])


@pytest.mark.parametrize(
    ("env", "answer", "sentence"),
    [
        ({"UV_INDEX_URL": CI}, PAGE, "foo: found at https://h.example/simple."),
        ({"UV_INDEX": f"corp={CI}"}, PAGE, "foo: found at corp."),
        ({"UV_INDEX_URL": CI}, 404, "foo: not found, not on the one index."),
        ({"UV_INDEX_URL": CI}, 401, "foo: stopped. Index 1 of 1 was asked as ci and answered 401."),
        (
            {"UV_EXTRA_INDEX_URL": "https://h.example/simple"},
            403,
            "foo: stopped. Index 1 of 2 was asked without credentials and answered 403; pypi.org was never asked.",
        ),
        (
            {"UV_INDEX_URL": "https://gitlab-ci-token@h.example/"},
            401,
            "foo: stopped. Index 1 of 1 was asked as gitlab-ci-token without a password and answered 401.",
        ),
        (
            {"UV_INDEX_URL": CI},
            {"drop": "tls"},
            "foo: failed. Index 1 of 1 was asked as ci and gave no answer (the server's certificate is not trusted).",
        ),
        (
            {"UV_INDEX_URL": CI},
            {"redirect": "https://pypi.example/foo/"},
            (
                "foo: failed. Index 1 of 1 redirected to https://pypi.example, which was asked without credentials "
                "and gave no answer (the host can't be reached)."
            ),
        ),
    ],
)
def test_a_verdict_says_who_ended_the_search_and_how(env: dict[str, str], answer: object, sentence: str) -> None:
    assert said(h(env, {"answer": answer})) == sentence


def test_a_verdict_says_which_refusal_was_passed_over() -> None:
    scenario = h({"UV_EXTRA_INDEX_URL": CI}, {"answer": 401})
    passed = "foo: found at https://pypi.org/simple. Index 1 of 2 answered 401, which was passed over."
    assert said(scenario, "0.6.17") == passed


def test_a_verdict_says_that_a_file_was_refused() -> None:
    page, refused = {"path": "/simple/*", "answer": PAGE}, {"path": "/files/*", "answer": 403}
    begin = "foo: found at https://h.example/simple. Its file can't be fetched: https://h.example was asked "
    for url, how in ((CI, "as ci"), ("https://h.example/simple", "without credentials")):
        assert said(h({"UV_INDEX_URL": url}, page, refused)) == f"{begin}{how} and answered 403."


def test_a_summary_has_a_line_for_each_run_and_counts_them() -> None:
    runs = [replay_of(SECOND_URL, version) for version in ("0.7.0", NEW)]
    runs += [runs[0]._replace(mismatches=("this", "that")), replay_of(h({"UV_INDEX_URL": CI}, {"answer": 404}), NEW)]
    first, second, third, fourth, count = summary(runs)
    assert first.startswith("as said   uv-13216-second-url  uv 0.7.0  setuptools: stopped.")
    assert second.startswith("as said   uv-13216-second-url  uv 0.13.9  setuptools: found")
    assert third == "DIFFERS   uv-13216-second-url  uv 0.7.0  this; that"
    assert fourth.startswith("no expect made-up  uv 0.13.9  foo: not found")
    assert count == "4 replays: 2 as expected, 1 different, 1 with no expectation"


def test_clients_that_do_the_same_are_one_group_and_part_from_the_others() -> None:
    versions = ("0.6.17", "0.7.0", "0.7.3", "0.7.4")
    (comparison,) = compare([replay_of(SECOND_URL, version) for version in versions])
    assert [group.clients for group in comparison.groups] == [("uv 0.6.17", "uv 0.7.4"), ("uv 0.7.0", "uv 0.7.3")]
    assert comparison.parting == 1


def test_clients_that_send_the_same_part_nowhere_though_they_end_differently() -> None:
    scenario = world({"UV_INDEX_URL": "https://h.example/simple"}, server("https://h.example", {"answer": 401}))
    (comparison,) = compare([replay_of(scenario, version) for version in ("0.6.17", "0.7.0")])
    assert len(comparison.groups) == 2
    assert comparison.parting is None


@pytest.mark.parametrize("width", [80, 200])
def test_a_comparison_marks_where_clients_part_and_fits_the_terminal(width: int) -> None:
    text = plain(side_by_side([replay_of(SECOND_URL, version) for version in ("0.7.0", "0.7.4")], width))
    assert text.count("part here") == 1
    assert all(len(line) <= width for line in text.splitlines())
    assert "hunter2" not in text


def test_a_comparison_of_clients_that_do_the_same_says_so() -> None:
    text = plain(side_by_side([replay_of(SECOND_URL, version) for version in ("0.7.4", NEW)], 80))
    assert "uv 0.7.4, 0.13.9" in text
    assert "All send the same requests." in text


@pytest.mark.parametrize("width", [80, 200])
def test_a_report_tells_the_verdict_first_then_the_search_then_the_findings(width: int) -> None:
    text = plain(terminal_report([replay_of(SECOND_URL, "0.7.0")], width))
    flat = " ".join(text.split())
    places = [
        flat.index(part)
        for part in (
            "setuptools: stopped.",
            "uv 0.7.0 (model verified), first-index, 3 requests",
            "UV_EXTRA_INDEX_URL, 1st URL",
            "nobody 404",
            "ci 404",
            "nobody 401",
            "X search ended here:",
            "default never asked",
            "IDX106 error",
            "fix 1 (not proved)",
        )
    ]
    assert places == sorted(places)
    assert all(len(line) <= width for line in text.splitlines())
    assert "hunter2" not in text


def test_a_report_shows_the_requests_for_files_that_a_finding_points_at() -> None:
    page, refused = {"path": "/simple/*", "answer": PAGE}, {"path": "/files/*", "answer": 401}
    run = replay_of(h({"UV_INDEX_URL": "https://h.example/simple"}, page, refused), NEW)
    text = " ".join(plain(terminal_report([run], 200)).split())
    assert "files 1 HEAD https://h.example/files/" in text
    assert "(file request 1)" in text


def test_columns_line_up_over_all_indexes() -> None:
    rows = [
        line for line in plain(terminal_report([replay_of(SECOND_URL, "0.7.0")], 200)).splitlines() if "GET" in line
    ]
    assert len(rows) == 3
    assert len({line.index("40") for line in rows}) == 1


def test_a_lookup_that_went_well_is_told_in_a_line_unless_asked_for() -> None:
    rules = ({"path": "*/bar/", "answer": 401}, {"answer": PAGE})
    run = replay_of(h({"UV_INDEX_URL": CI}, *rules, packages=["foo", "bar"]), NEW)
    short, whole = (plain(terminal_report([run], 100, verbose=verbose)) for verbose in (False, True))
    assert ("foo: found" in short, "foo, uv" in short, "foo, uv" in whole) == (True, False, True)


def test_a_version_that_is_newer_than_the_model_is_said_to_be() -> None:
    text = plain(terminal_report([replay_of(SECOND_URL, "99.0.0")], 200))
    assert "newer than what is modelled" in text


def test_the_client_and_as_whom_it_would_ask_are_told_of_a_log_that_ends_before_any_request() -> None:
    trace = trace_of("DEBUG uv 0.9.2\nTRACE Caching credentials for https://ci:****@corp.example/a/simple\n")
    text = plain(terminal_report([Run(trace, diagnose(trace))], 200))
    told = "0 requests\n 1  https://corp.example/a/simple  the log, line 2\n    with credentials: ci\n"
    assert ("uv 0.9.2" in text, told in f"{text}\n") == (True, True)


def test_the_sources_are_told_of_a_log_that_ends_before_any_request() -> None:
    trace = trace_of("Adding repository alpha (https://corp.example/a/simple) and setting it as primary")
    text = plain(terminal_report([Run(trace, diagnose(trace))], 200))
    assert "poetry 1.8 or newer, 0 requests\n 1  https://corp.example/a/simple  alpha, the log, line 1" in text
