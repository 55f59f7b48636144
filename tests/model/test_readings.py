"""What a text says, in whatever way it is written."""

from __future__ import annotations

import json
from html import escape
from urllib.parse import quote

import pytest

from idxdoctor.model.readings import joined, readings

HARD = "p\"a's%41+w/o r&\\ü😀<`>|#;"


@pytest.mark.parametrize(
    "written",
    [
        HARD,
        quote(HARD),
        quote(quote(quote(HARD))),
        json.dumps(HARD),
        json.dumps(HARD, ensure_ascii=False),
        repr(HARD),
        escape(HARD),
        escape(json.dumps(HARD)),
        "".join(letter if letter.isalnum() else f"\\{letter}" for letter in HARD),
        "".join(letter if letter.isalnum() else f"#{ord(letter)};" for letter in HARD),
        "".join(letter if letter.isalnum() else f"&#x{ord(letter):x};" for letter in HARD),
        HARD.replace("%", "%AZP25"),
        f"\x1b[31m{HARD[:5]}\x1b[0m{HARD[5:]}",
    ],
)
def test_escapes_are_undone(written: str) -> None:
    assert any(HARD in reading for reading in readings(f"before {written} after"))


def test_lines_are_put_together_without_their_indentation_and_borders() -> None:
    assert "a-long-word" in next(joined("│ a-lo  │\n│    ng-wo │\n   rd"))


def test_columns_are_read_downwards() -> None:
    assert "a-long-word" in [*joined("1  a-lon  404\n   g-wor  next\n   d      index")][1]


@pytest.mark.parametrize("text", ["", "\\", "\\u12", "%", "%zz", "&#99999999;", "#9999999;", "\\U99999999", "\\ud83d"])
def test_what_is_no_escape_is_no_trouble(text: str) -> None:
    assert text in readings(text)
