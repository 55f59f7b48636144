"""The JSON report and its schema."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from idxdoctor.report.formats.json_report import json_report
from idxdoctor.report.formats.json_schema import report_schema
from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.loader import load_scenario
from tests.worlds import replay_of, server, world

VALIDATOR: Final = Draft202012Validator(report_schema())
SECOND_URL: Final = next(file for file in shipped_scenarios() if file.stem == "uv-13216-second-url")


def report(*versions: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json_report([replay_of(load_scenario(SECOND_URL), v) for v in versions]))
    return document


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(report_schema())


def test_every_shipped_scenario_gives_a_report_that_fits_the_schema() -> None:
    runs = [
        replay_of(load_scenario(file), version)
        for file in shipped_scenarios()
        for version in ("0.6.17", "0.7.0", "0.13.9")
    ]
    VALIDATOR.validate(json.loads(json_report(runs)))


def test_a_run_without_an_expectation_a_failure_and_a_keyring_fit_the_schema_too() -> None:
    env = {"UV_INDEX_URL": "https://ci@h.example/simple", "UV_KEYRING_PROVIDER": "subprocess"}
    scenario = world(env, server("https://h.example", {"answer": {"drop": "tls"}}))
    document = json.loads(json_report([replay_of(scenario, "99.0.0")]))
    VALIDATOR.validate(document)
    (run,) = document["runs"]
    assert run["expected"] is None
    assert run["client"] == {"name": "uv", "version": "99.0.0", "verified": False, "modelled_as": "0.13.9"}
    assert run["lookups"][0]["exchanges"][0]["failure"] == "tls"
    assert run["lookups"][0]["keyring"][0] == {
        "service": "https://h.example/simple",
        "username": "****",
        "answered": False,
    }


@pytest.mark.parametrize("key", ["format", "version", "runs"])
def test_a_document_that_lacks_something_does_not_fit(key: str) -> None:
    document = report("0.7.0")
    del document[key]
    assert not VALIDATOR.is_valid(document)


def test_a_document_with_something_else_does_not_fit() -> None:
    document = report("0.7.0")
    document["runs"][0]["lookups"][0]["exchanges"][0]["password"] = "cabbage"
    assert not VALIDATOR.is_valid(document)


def test_runs_come_in_the_order_asked_for_with_what_the_design_promises() -> None:
    document = report("0.7.4", "0.7.0")
    assert [run["client"]["version"] for run in document["runs"]] == ["0.7.4", "0.7.0"]
    run = document["runs"][1]
    assert (run["source"], run["scenario"], run["expected"]) == (
        "replay",
        "uv-13216-second-url",
        {"held": True, "differences": []},
    )
    (lookup,) = run["lookups"]
    assert (lookup["outcome"], lookup["status"]) == ("stopped", 401)
    assert [index["asked"] for index in lookup["indexes"]] == [True, True, True, False]
    second = lookup["exchanges"][1]
    assert (second["as"], second["status"], second["index"]) == ("ci", 404, 1)
    assert second["credential"] == {"username": "ci", "provenance": "UV_EXTRA_INDEX_URL, 2nd URL"}
    assert second["decision"]["code"] == "uv.url-credentials"
    (finding,) = lookup["findings"]
    assert (finding["code"], finding["exchanges"]) == ("IDX106", [2])
