"""What some versions of uv refuse to read."""

from __future__ import annotations

from idxdoctor.config.uv.plan import read_plan
from tests.surroundings import surroundings

TWICE = """
[[tool.uv.index]]
name = "corp"
url = "https://a/simple"
default = true

[[tool.uv.index]]
name = "corp"
url = "https://b/simple"
default = true
explicit = true
"""
UNNAMED = '[[index]]\nurl = "https://a/simple"\nexplicit = true\n'


def refusable(command: str, **files: str) -> list[tuple[str, str]]:
    named = {name.replace("_", "."): text for name, text in files.items()}
    return [(one.code, str(one.provenance)) for one in read_plan(surroundings(command, files=named)).refusable]


def test_a_second_default_and_a_second_name_are_told_with_their_lines() -> None:
    assert refusable("lock", pyproject_toml=TWICE) == [
        ("duplicate-name", "pyproject.toml:9"),
        ("two-defaults", "pyproject.toml:9"),
    ]


def test_uv_pip_minds_neither() -> None:
    assert refusable("pip compile", pyproject_toml=TWICE) == []


def test_an_explicit_index_without_a_name_is_minded_in_any_file_and_command() -> None:
    assert refusable("pip compile", uv_toml=UNNAMED) == [("unnamed-explicit", "uv.toml:2")]
    assert refusable("lock", uv_toml=UNNAMED) == [("unnamed-explicit", "uv.toml:2")]
