"""Logs of poetry and pdm that a terminal broke into lines of its width."""

from __future__ import annotations

import textwrap

import pytest

from idxdoctor.capture.logs.broken import Joiner
from idxdoctor.capture.logs.lines import Line
from tests.capture.logs.made import asked, lookup_of
from tests.capture.logs.other_made import PDM_FOUND, PDM_REFUSED, POETRY_PLAIN


def cut(text: str, width: int) -> str:
    """Return a text broken wherever the width is reached."""
    return "\n".join(line[at : at + width] for line in text.splitlines() for at in range(0, max(len(line), 1), width))


def wrapped(text: str, width: int) -> str:
    """Return a text broken between words."""
    return "\n".join(
        part
        for line in text.splitlines()
        for part in textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
    )


@pytest.mark.parametrize("width", [78, 80, 84])
@pytest.mark.parametrize("text", [PDM_REFUSED, PDM_FOUND.partition("pdm.termui: ======== Res")[0], POETRY_PLAIN])
def test_what_was_broken_tells_what_it_told_whole(text: str, width: int) -> None:
    for broken in (cut(text, width), wrapped(text, width)):
        assert asked(lookup_of(broken)) == asked(lookup_of(text))
        assert [call.request.service for call in lookup_of(broken).keyring] == [
            call.request.service for call in lookup_of(text).keyring
        ]


def joined(*texts: str) -> list[str]:
    """Return what becomes of lines of which those that begin with M are messages, and `M for` breaks off."""
    joiner = Joiner(lambda text: text.startswith("M "), lambda text: text == "M for")
    whole = [one for number, text in enumerate(texts, start=1) for one in joiner.take(Line(number, "", text))]
    return [line.text for line in (*whole, *joiner.rest())]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("M https://a.example/sim", "ple/foo/", ["M https://a.example/simple/foo/"]),
        ("M https://a.example/sim", "ple/foo/: no", ["M https://a.example/simple/foo/: no"]),
        ("M for", "https://a.example/", ["M for https://a.example/"]),
        ("M https://a.example/simple/", "foo/", ["M https://a.example/simple/", "foo/"]),
        ("M https://a.example/list.html", "some words", ["M https://a.example/list.html", "some words"]),
        ("M https://a.example/simple", "M https://b.example/", ["M https://a.example/simple", "M https://b.example/"]),
    ],
)
def test_a_line_goes_on_where_the_url_of_a_page_ends(first: str, second: str, whole: list[str]) -> None:
    assert joined(first, second) == whole


def test_what_waits_for_more_is_not_lost_at_the_end() -> None:
    assert joined("M https://a.example/sim") == ["M https://a.example/sim"]
