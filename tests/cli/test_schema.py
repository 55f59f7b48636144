"""`idxdoctor schema`."""

from __future__ import annotations

import json

import pytest
import yaml
from jsonschema import Draft202012Validator

from idxdoctor.scenario.catalogue import shipped_scenarios
from tests.cli.conftest import Cli


@pytest.mark.parametrize("name", ["report", "scenario"])
def test_a_schema_is_valid_and_says_which_it_is(cli: Cli, name: str) -> None:
    schema = json.loads(cli("schema", name).out)
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == f"idxdoctor {name}"


def test_shipped_scenarios_fit_the_printed_schema(cli: Cli) -> None:
    validator = Draft202012Validator(json.loads(cli("schema", "scenario").out))
    for file in shipped_scenarios():
        validator.validate(yaml.safe_load(file.read_text(encoding="utf-8")))


def test_a_report_fits_the_printed_schema(program: Cli) -> None:
    validator = Draft202012Validator(json.loads(program("schema", "report").out))
    result = program("replay", "uv-13216-second-url", "--client", "uv==0.7.0", "--format", "json")
    validator.validate(json.loads(result.out))
