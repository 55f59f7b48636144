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


def test_members_that_pin_a_project_to_two_indexes_are_minded() -> None:
    def member(name: str, source: str = '{ index = "own" }') -> str:
        return (
            f'[project]\nname = "{name}"\ndependencies = ["foo"]\n[tool.uv.sources]\nfoo = {source}\n'
            f'[[tool.uv.index]]\nname = "own"\nurl = "https://{name}/"\n'
        )

    def found(*members: str) -> list[tuple[str, str]]:
        files = {f"p/{text[18]}/pyproject.toml": text for text in members}
        files["pyproject.toml"] = '[tool.uv.workspace]\nmembers = ["p/*"]\n'
        return [(one.code, str(one.provenance)) for one in read_plan(surroundings("lock", files=files)).refusable]

    assert found(member("a"), member("b")) == [("conflicting-pins", "p/b/pyproject.toml:5")]
    assert found(member("a")) == []
    assert found(member("a"), member("b", '{ index = "own", marker = "sys_platform == \'win32\'" }')) == []
