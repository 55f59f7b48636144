"""How the Markdown report looks once rendered: headings are headings, code is code, requests keep their numbers."""

from __future__ import annotations

import re

import pytest

from idxdoctor.report.formats.markdown import markdown_report
from idxdoctor.report.formats.markdown_text import prose
from tests.report.formats.test_registry import hostile, shipped


def test_what_follows_a_folded_part_is_markdown_again() -> None:
    text = markdown_report([shipped("uv-13216-second-url"), shipped("uv-13216-feed-without-token"), hostile()])
    lines = text.splitlines()
    assert sum(line.startswith("## ") for line in lines) == 3
    ends = [number for number, line in enumerate(lines[:-1]) if line == "</details>"]
    assert ends
    assert [lines[number + 1] for number in ends] == [""] * len(ends)


def test_a_diagram_numbers_requests_as_the_table_and_the_findings_do() -> None:
    text = markdown_report([shipped("uv-13216-second-url")])
    assert re.findall(r"C->>S0: (\d)\. GET", text) == ["1", "2", "3"]
    assert "autonumber" not in text
    assert "(request 3)" in text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("run `keyring get x_y` by hand_", "run `keyring get x_y` by hand\\_"),
        ("one ` alone", "one \\` alone"),
        ("`a|b` and `c`", "`a¦b` and `c`"),
        ("<b> `<b>` @you `@you`", "&lt;b&gt; `<b>` &#64;you `@you`"),
        (
            "drop https://a.example/x_y (UV_X), or (HTTPS://b.example).",
            "drop `https://a.example/x_y` (UV\\_X), or (`HTTPS://b.example`).",
        ),
        ("https://a.example/`b`c|d", "`https://a.example/``b`c\\|d"),
        ("ftp://a.example/ www.b.example", "ftp:/&#47;a.example/ www&#46;b.example"),
    ],
)
def test_what_stands_in_backquotes_is_code(text: str, written: str) -> None:
    assert prose(text) == written
