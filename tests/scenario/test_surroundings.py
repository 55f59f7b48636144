"""What a client sees of a scenario: its files, its variables, its command."""

from __future__ import annotations

from pathlib import Path

import pytest

from idxdoctor.model.errors import InputError
from idxdoctor.scenario.surroundings import HOME, PROJECT, surroundings_of
from tests.scenario.made import scenario

FILES = """
    packages: [foo]
    env: {A: b}
    files: {pyproject.toml: project, sub/uv.toml: sub, ~/.netrc: netrc, /etc/uv/uv.toml: system}
    """


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (PROJECT / "pyproject.toml", "project"),
        (PROJECT / "sub" / "uv.toml", "sub"),
        (HOME / ".netrc", "netrc"),
        (Path("/etc/uv/uv.toml"), "system"),
        (PROJECT / ".netrc", None),
        (HOME / "pyproject.toml", None),
        (PROJECT.parent / "pyproject.toml", None),
        (Path("/etc/passwd"), None),
    ],
)
def test_the_files_are_those_of_the_scenario_and_no_others(path: Path, text: str | None) -> None:
    assert surroundings_of(scenario(given=FILES), "uv").files.read(path) == text


def test_the_variables_are_those_of_the_scenario_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_INDEX_URL", "https://outside/")
    assert surroundings_of(scenario(given=FILES), "uv").env == {"A": "b"}


@pytest.mark.parametrize(
    ("given", "client", "command"),
    [
        ("{packages: [foo]}", "uv", ("pip", "compile")),
        ("{packages: [foo]}", "pip", ("download",)),
        ("{packages: [foo]}", "poetry", ("lock",)),
        ("{packages: [foo]}", "pdm", ("lock",)),
        ("{packages: [foo]}", "other", ()),
        ("{command: {uv: lock}}", "uv", ("lock",)),
        ("{command: {uv: lock}}", "pip", ("download",)),
        ("{command: {uv: \"add 'a b'\"}}", "uv", ("add", "a b")),
    ],
)
def test_each_client_has_its_command(given: str, client: str, command: tuple[str, ...]) -> None:
    assert surroundings_of(scenario(given=given), client).command == command


def test_each_client_has_its_arguments() -> None:
    made = scenario(given="args: {uv: [--index, a b]}")
    assert surroundings_of(made, "uv").args == ("--index", "a b")
    assert surroundings_of(made, "pip").args == ()


def test_a_command_with_an_open_quote_is_refused() -> None:
    with pytest.raises(InputError, match=r"made\.yaml: the command for uv can't be read"):
        surroundings_of(scenario(given='command: {uv: "lock \'a"}'), "uv")
