"""TOML files and where in them a value stands."""

from __future__ import annotations

from textwrap import dedent

import pytest

from idxdoctor.config.toml_file import TomlFile
from idxdoctor.model.errors import InputError
from tests.surroundings import HOME, PROJECT, MadeUpFiles

TEXT = dedent("""\
    top = 1

    [project]
    name = "foo"

    [[tool.uv.index]]
    name = "a"
    url = "https://a/simple"

    [[tool.uv.index]]
    "name" = "b"
    url = "https://b/simple"  # the second

    [tool.uv]
    extra-index-url = [
        "https://c/simple",
        "https://d/simple",
    ]
    sources = { foo = { index = "a" } }
    """)


def toml(text: str = TEXT) -> TomlFile:
    path = PROJECT / "pyproject.toml"
    file = TomlFile.read(MadeUpFiles({path: text}), path)
    assert file is not None
    return file


def test_no_file_is_none() -> None:
    assert TomlFile.read(MadeUpFiles(), PROJECT / "uv.toml") is None


def test_a_file_has_its_values_and_its_name() -> None:
    assert toml().data["tool"]["uv"]["index"][1]["name"] == "b"
    assert toml().name == "pyproject.toml"


def test_a_file_at_home_is_named_from_there() -> None:
    path = HOME / ".config" / "uv" / "uv.toml"
    file = TomlFile.read(MadeUpFiles({path: ""}), path)
    assert file is not None
    assert file.name == "~/.config/uv/uv.toml"


@pytest.mark.parametrize(
    ("table", "key", "nth", "value", "line"),
    [
        ("", "top", 0, None, 1),
        ("project", "name", 0, None, 4),
        ("tool.uv.index", "url", 0, None, 8),
        ("tool.uv.index", "url", 1, None, 12),
        ("tool.uv.index", "name", 1, None, 11),
        ("tool.uv.index", None, 1, None, 10),
        ("tool.uv.index", "default", 1, None, 10),
        ("tool.uv", "extra-index-url", 0, None, 15),
        ("tool.uv", "extra-index-url", 0, "https://d/simple", 17),
        ("tool.uv.sources", "foo", 0, None, 19),
        ("tool.other", "name", 0, None, None),
    ],
)
def test_a_value_stands_at_its_line(table: str, key: str | None, nth: int, value: str | None, line: int | None) -> None:
    place = toml().place(table, key, nth, value)
    assert (place.file, place.line) == ("pyproject.toml", line)
    assert str(place) == (f"pyproject.toml:{line}" if line else "pyproject.toml")


def test_a_fault_stands_at_its_line() -> None:
    fault = toml().fault("it is wrong", "tool.uv.index", "url", 1)
    assert str(fault) == "pyproject.toml:12: it is wrong"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a = 1\nb = zq7Canary", "pyproject.toml:2:5: "),
        ("a = 1\na = 2\n", "pyproject.toml:2:6: "),
        ("[a", "pyproject.toml: "),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(text: str, place: str) -> None:
    with pytest.raises(InputError, match="invalid TOML") as caught:
        toml(text)
    assert str(caught.value).startswith(place)
    assert "zq7Canary" not in str(caught.value)
