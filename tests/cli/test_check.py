"""`idxdoctor check`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from idxdoctor.report.formats.json_schema import report_schema
from tests.cli.conftest import Cli
from tests.transport.loopback import answers, serving

NEW = ("--client", "uv==0.13.9")


def test_a_folder_is_checked_against_real_indexes(program: Cli, folder: Path) -> None:
    with serving(answers(401)) as server:
        (folder / "pyproject.toml").write_text('[project]\nname = "app"\ndependencies = ["Foo>=1", "bar"]\n')
        (folder / "uv.toml").write_text(f'[[index]]\nname = "corp"\nurl = "{server.url}/simple"\ndefault = true\n')
        env = {"UV_INDEX_CORP_USERNAME": "ci", "UV_INDEX_CORP_PASSWORD": "cabbage", "NO_PROXY": "*"}
        result = program("check", *NEW, env=env)
    assert result.status == 1
    assert sorted(server.asked) == [("/simple/bar/", "ci:cabbage"), ("/simple/foo/", "ci:cabbage")]
    assert "foo: stopped. Index 1 of 1 was asked as ci and answered 401." in result.out
    assert "IDX201 error" in result.out
    assert (result.err, "cabbage" in result.out) == ("", False)


def test_the_failing_command_may_be_given(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with serving(answers(404)) as server:
        result = cli("check", "foo", *NEW, "--like", f"uv pip install --index-url {server.url}/simple foo", "--quiet")
    assert (result.status, result.out) == (1, "foo: not found, not on the one index.\n")
    assert server.asked == [("/simple/foo/", None)]


def test_a_scenario_takes_the_networks_place(cli: Cli) -> None:
    result = cli("check", "--mock", "uv-13216-second-url", "--client", "uv==0.7.0", "--format", "json")
    document = json.loads(result.out)
    Draft202012Validator(report_schema()).validate(document)
    (run,) = document["runs"]
    assert (result.status, run["source"], run["scenario"]) == (1, "check", "uv-13216-second-url")
    assert [exchange["as"] for exchange in run["lookups"][0]["exchanges"]] == [None, "ci", None]


def test_what_is_healthy_ends_with_0(cli: Cli) -> None:
    assert cli("check", "--mock", "uv-13216-second-url", *NEW).status == 0


def test_a_scenario_has_its_own_command(cli: Cli) -> None:
    result = cli("check", "--mock", "uv-13216-second-url", "--like", "uv lock")
    assert (result.status, result.err.splitlines()[0]) == (
        2,
        "idxdoctor: error: --like: a scenario has its own command",
    )


def test_nothing_to_look_up_is_an_error(cli: Cli) -> None:
    assert "there is no package to look up" in cli("check", *NEW).err
