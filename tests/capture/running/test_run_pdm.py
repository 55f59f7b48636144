"""pdm's command line, its variables, and the project that it locks."""

from __future__ import annotations

import json
import stat
import tomllib

import pytest

from idxdoctor.capture.running.run_pdm import prepare, variables
from idxdoctor.capture.running.sandbox import sandbox
from idxdoctor.model.errors import InputError
from tests.capture.made import scenario

SOURCE = '[[tool.pdm.source]]\nname = "alpha"\nurl = "https://h/simple"\n'
WHOLE = '[project]\nname = "mine"\nversion = "0"\n'


def prepared(given: str) -> tuple[list[str], str]:
    """Return the arguments and the project file."""
    world = scenario("[]", given)
    with sandbox(world.given) as box:
        arguments = prepare(world, box)
        return arguments, (box.project / "pyproject.toml").read_text()


@pytest.mark.parametrize("text", ["", SOURCE])
def test_a_project_depends_on_the_packages(text: str) -> None:
    files = json.dumps({"pyproject.toml": text} if text else {})
    arguments, written = prepared(f"{{packages: [foo], args: {{pdm: [--no-cross-platform]}}, files: {files}}}")
    assert arguments == ["lock", "--no-cross-platform"]
    assert tomllib.loads(written)["project"]["dependencies"] == ["foo"]
    assert ("alpha" in written) == bool(text)


def test_a_project_table_is_left_as_it_is() -> None:
    assert prepared(f"{{files: {json.dumps({'pyproject.toml': WHOLE})}}}")[1] == WHOLE


def test_a_project_file_that_is_no_toml_is_told() -> None:
    with pytest.raises(InputError, match=r"pyproject\.toml: the project file is no TOML"):
        prepared(f"{{files: {json.dumps({'pyproject.toml': '['})}}}")


def test_nobody_else_may_read_netrc_since_pdm_would_not() -> None:
    world = scenario("[]", "{packages: [foo], files: {~/.netrc: 'machine h login ci password x'}}")
    with sandbox(world.given) as box:
        prepare(world, box)
        assert stat.S_IMODE((box.home / ".netrc").stat().st_mode) == 0o600


def test_pdm_asks_nothing_and_looks_for_no_newer_pdm() -> None:
    world = scenario("[]", "{packages: [foo]}")
    with sandbox(world.given) as box:
        own = variables(world, box)
    assert (own["PDM_NON_INTERACTIVE"], own["PDM_CHECK_UPDATE"]) == ("1", "false")
