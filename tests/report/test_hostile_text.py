"""What servers and files say is data: it moves no cursor, marks nothing up, forges no line, breaks no report."""

from __future__ import annotations

import io
import json
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from idxdoctor.report.formats.json_report import json_report
from idxdoctor.report.terminal import terminal_report
from idxdoctor.report.views.side_by_side import side_by_side
from idxdoctor.report.views.summary import summary
from idxdoctor.scenario.model import Scenario
from tests.worlds import replay_of, server, world

HOSTILE: Final = [
    "\x1b[2J\x1b[1;1Hdone",
    "\x1b]0;title\x07",
    "\x9b31m",
    "a\rb\x08\x7f",
    "[bold red]x[/] [/nothing] :smile:",
    "\u202ereversed\u2066\u200f",
    "line\nIDX000 error  forged",
    "x" * 20_000,
    "</script><img src=x> `code` **bold**",
    "\U000e0041\ufeff\u200b",
    "{%&$#@!}\\",
]


def reflecting(text: str) -> Scenario:
    """Return a world in which the text stands wherever a server, an account or a title can put it."""
    quoted = text.replace("\\", "%5C").replace("#", "%23").replace("?", "%3F")
    leads = {"redirect": f"https://b.example/{quoted}?q={quoted}", "headers": {"X": text, "WWW-Authenticate": text}}
    return world(
        {"UV_INDEX_URL": "https://h.example/simple", "UV_EXTRA_INDEX_URL": "https://ci:cabbage@h.example/x/"},
        server(
            "https://h.example", {"path": "/x/*", "as": text, "answer": 404}, {"answer": leads}, accounts={text: "c"}
        ),
        server("https://b.example", {"answer": {"status": 401, "body": text, "headers": {"X": text}}}),
    )


def written(scenario: Scenario, width: int) -> str:
    """Return what the terminal gets: a report, a comparison, a summary."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, markup=False, highlight=False, emoji=False)
    runs = [replay_of(scenario, version) for version in ("0.6.17", "0.7.0", "0.13.9")]
    for line in (*terminal_report(runs, width, verbose=True), *side_by_side(runs, width)):
        console.print(Text.assemble(*line))
    return out.getvalue() + "\n".join(summary(runs))


def plain(text: str) -> str:
    """Return a text less the colours that the report itself writes."""
    import re

    return re.sub("\x1b\\[[0-9;]*m", "", text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("width", [80, 200])
def test_nothing_raw_reaches_the_terminal(text: str, width: int) -> None:
    shown = plain(written(reflecting(text), width))
    assert all(character == "\n" or character.isprintable() for character in shown)
    assert not [line for line in shown.splitlines() if line.startswith("IDX000")]


@given(st.text(max_size=60))
@settings(max_examples=30, deadline=None)
def test_no_text_breaks_the_json_report(text: str) -> None:
    document = json_report(
        [replay_of(reflecting(text.replace("\0", "").encode("utf-8", "ignore").decode() or "x"), "0.7.0")]
    )
    assert json.loads(document)["format"] == "idxdoctor-report"
    assert document.isascii()


def test_markup_is_shown_as_it_is_written() -> None:
    scenario = world(
        {"UV_INDEX_URL": "https://%5Bbold%5Dci:cabbage@h.example/simple"}, server("https://h.example", {"answer": 401})
    )
    assert "[bold]ci" in plain(written(scenario, 200))
