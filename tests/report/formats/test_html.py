"""The HTML page: whoever hears it, or has no mouse, gets the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from idxdoctor.diagnosis.run import Run
from idxdoctor.report.formats.html import html_report
from tests.report.formats.test_registry import hostile, shipped
from tests.report.tables.test_matrix import many
from tests.worlds import replay_of

VOID = {"meta", "br", "line", "path", "input"}


class Page(HTMLParser):
    """Takes a page apart: elements with their attributes, the text of headings, what is left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.append((self.open[-1], data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


RUNS: dict[str, Callable[[], list[Run]]] = {
    "one": lambda: [shipped("uv-13216-second-url")],
    "several": lambda: [shipped("uv-13216-second-url"), shipped("uv-13216-feed-without-token"), hostile()],
    "many": lambda: [replay_of(many(), "0.13.9")],
    "none": list,
}


@pytest.fixture(params=RUNS)
def runs(request: pytest.FixtureRequest) -> list[Run]:
    """Runs of one scenario, of several, of none."""
    found: list[Run] = RUNS[request.param]()
    return found


def test_what_is_opened_is_closed_and_ids_are_one_of_a_kind(runs: list[Run]) -> None:
    page = Page(html_report(runs))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert page.open == []
    assert len(set(ids)) == len(ids)
    links = [attributes["href"] or "" for attributes in page.all("a")]
    assert {link.removeprefix("#") for link in links} <= {*ids}


def test_the_page_says_its_language_its_title_and_its_parts(runs: list[Run]) -> None:
    page = Page(html_report(runs))
    assert page.all("html") == [{"lang": "en"}]
    for once in ("title", "header", "main", "footer", "h1"):
        count = len(page.all(once)) - (len(page.all("svg")) if once == "title" else 0)
        assert count == 1, once
    assert all(attributes.get("aria-label") for attributes in page.all("nav"))
    assert any(attributes.get("name") == "viewport" for attributes in page.all("meta"))


def test_headings_come_in_order(runs: list[Run]) -> None:
    levels = [int(tag[1]) for tag, _ in Page(html_report(runs)).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_say_what_their_columns_and_rows_are(runs: list[Run]) -> None:
    page = Page(html_report(runs))
    assert all(attributes.get("scope") in {"col", "row"} for attributes in page.all("th"))


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name(runs: list[Run]) -> None:
    scrolling = [attributes for attributes in Page(html_report(runs)).all("div") if attributes.get("class") == "scroll"]
    assert all(one.get("tabindex") == "0" and one.get("role") and one.get("aria-label") for one in scrolling)


def test_a_diagram_is_told_in_words() -> None:
    page = Page(html_report(RUNS["one"]()))
    assert [attributes.get("role") for attributes in page.all("svg")] == ["img"]
    told = [text for tag, text in page.texts if tag == "desc"]
    assert told[0].startswith("1: GET https://acme.jfrog.example/setuptools/ as nobody: 404; 2: GET ")


def test_a_finding_says_how_grave_it_is_in_words() -> None:
    headings = [text for tag, text in Page(html_report(RUNS["one"]())).texts if tag == "h3"]
    assert headings[0].startswith("IDX106 error: ")


def test_of_many_packages_those_that_failed_come_first_and_lead_back_to_all() -> None:
    text = html_report(RUNS["many"]())
    places = [text.index(part) for part in ("packages: ", "<nav ", "<table>", "<article ")]
    assert places == sorted(places)
    assert text.count('<p class="up"><a href="#all">All packages</a></p>') == text.count("<article ")
    assert 'class="up"' not in html_report(RUNS["one"]())


def test_a_verdict_says_whether_it_is_good_and_the_head_of_a_change_is_no_change() -> None:
    text = html_report(RUNS["one"]())
    assert '<p class="verdict bad"><span class="bad" aria-hidden="true">✗</span> setuptools: stopped.' in text
    assert '<pre>--- ~/.netrc\n+++ ~/.netrc\n@@ -0,0 +1 @@\n<span class="good">+machine' in text


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("scheme", "ground"), [(0, "#ffffff"), (1, "#121212")])
def test_colours_have_contrast_enough_in_light_and_dark(scheme: int, ground: str) -> None:
    text = html_report([])
    for name in ("good", "bad", "warn"):
        colour = re.findall(rf"--{name}: (#[0-9a-f]{{6}})", text)[scheme]
        bright, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5
