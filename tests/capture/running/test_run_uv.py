"""uv's command line and the files that it reads."""

from __future__ import annotations

import json
import tomllib

import pytest

from idxdoctor.capture.running.run_uv import prepare, variables
from idxdoctor.capture.running.sandbox import sandbox
from tests.capture.made import one_server, scenario

POLICY = "[tool.uv]\nindex-url = 'https://h'\n"


def prepared(given: str) -> tuple[list[str], dict[str, str]]:
    """Return the arguments and the project's files."""
    world = scenario("[]", given)
    with sandbox(world.given) as box:
        arguments = prepare(world, box)
        return arguments, {path.name: path.read_text() for path in box.project.iterdir()}


def test_packages_are_compiled_unless_the_scenario_says_otherwise() -> None:
    arguments, files = prepared("{packages: [foo, bar], args: {uv: [--no-index]}}")
    assert arguments == ["pip", "compile", "--no-index", "requirements.in"]
    assert files["requirements.in"] == "foo\nbar\n"


def test_without_packages_the_project_is_compiled() -> None:
    arguments, _ = prepared("{files: {pyproject.toml: '[project]'}}")
    assert arguments == ["pip", "compile", "pyproject.toml"]


@pytest.mark.parametrize("table", ["", POLICY])
def test_a_project_that_is_locked_depends_on_the_packages(table: str) -> None:
    files = json.dumps({"pyproject.toml": table} if table else {})
    arguments, written = prepared(f"{{packages: [foo], command: {{uv: lock}}, files: {files}}}")
    project = tomllib.loads(written["pyproject.toml"])
    assert arguments == ["lock"]
    assert project["project"]["dependencies"] == ["foo"]


def test_a_project_table_is_left_as_it_is() -> None:
    _, written = prepared("{packages: [foo], command: {uv: lock}, files: {pyproject.toml: '[project]'}}")
    assert written["pyproject.toml"] == "[project]"


def test_uv_waits_for_a_short_time_where_no_answer_is_to_come() -> None:
    for drop, patient in (("timeout", False), ("reset", True)):
        world = one_server(f"{{answer: {{drop: {drop}}}}}")
        with sandbox(world.given) as box:
            assert ("UV_HTTP_TIMEOUT" not in variables(world, box)) is patient
