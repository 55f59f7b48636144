"""How the HTML report looks, as far as that can be told without a browser."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from idxdoctor.diagnosis.run import Run
from idxdoctor.report.formats.html import html_report
from idxdoctor.report.formats.html_style import CSS
from tests.report.formats.test_registry import hostile, shipped
from tests.worlds import replay_of, server, world

LIGHT, DARK = (
    dict(re.findall(r"--(good|bad|warn): (#[0-9a-f]{6})", rule)) for rule in re.findall(r":root \{[^}]*\}", CSS)
)
PHONE = 390
READABLE = 4.5
"""The least contrast for text (WCAG 2.2, 1.4.3)."""


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ["good", "bad", "warn"])
def test_colours_are_readable_on_light_and_on_dark(name: str) -> None:
    assert contrast(LIGHT[name], "#ffffff") >= READABLE
    assert contrast(DARK[name], "#121212") >= READABLE


@pytest.mark.parametrize("rule", ["prefers-color-scheme: dark", "max-width: 40rem", "@media print", ":focus-visible"])
def test_there_are_rules_for_dark_phones_paper_and_keyboards(rule: str) -> None:
    assert rule in CSS


def test_the_style_loads_nothing() -> None:
    assert not re.search(r"url\(|@import|https?:", CSS)


def long_names() -> Run:
    host = "a-very-long-subdomain.of-a-company-with-a-long-name.example"
    first = server(f"https://{host}", {"answer": {"redirect": f"https://cdn.example/{'y' * 200}"}})
    return replay_of(world({"UV_INDEX_URL": f"https://{host}/simple"}, first), "0.13.9")


def span_of(x: int, anchor: str, wide: float) -> tuple[float, float]:
    """Return from where to where a text goes."""
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return left, left + wide


@pytest.mark.parametrize(
    "run", [shipped("uv-13216-second-url"), long_names(), hostile()], ids=["short", "long", "hostile"]
)
def test_no_label_of_a_diagram_is_cut_off_or_meets_a_line(run: Run) -> None:
    svg = re.search(r"<svg.*?</svg>", html_report([run]), re.DOTALL)
    assert svg is not None
    width = int(svg[0].partition(' width="')[2].partition('"')[0])
    lanes = [int(x) for x in re.findall(r'class="lane" x1="(\d+)"', svg[0])]
    names = re.findall(r'class="name" x="(\d+)"[^>]*text-anchor="(\w+)">([^<]*)<', svg[0])
    labels = re.findall(r'<text x="(\d+)"[^>]*>([^<]*)<', svg[0])
    assert len(names) == len(lanes)
    assert labels
    spans = [span_of(int(x), anchor, len(name) * 7.2) for x, anchor, name in names]
    assert [x for x, _, _ in names] == [str(lane) for lane in lanes]
    assert spans[0][0] >= 0
    assert spans[-1][1] <= width
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    assert all(int(x) + len(label) * 7.2 <= lanes[1] for x, label in labels)


def test_a_search_on_one_host_fits_a_phone() -> None:
    svg = html_report([shipped("uv-13216-second-url")]).partition("<svg")[2]
    assert int(svg.partition(' width="')[2].partition('"')[0]) <= PHONE - 2 * (8 + 12 + 1)


def test_one_lookup_needs_no_navigation_and_several_say_which_run_they_are_of() -> None:
    one, other = shipped("uv-13216-second-url"), shipped("uv-13216-feed-without-token")
    assert "<nav" not in html_report([one])
    text = html_report([one, other])
    nav = text[text.index("<nav") : text.index("</nav>")]
    assert nav.count("<small>uv ") == 2


def test_a_404_is_no_fault_in_itself() -> None:
    statuses = re.findall(r'class="status ?(\w*)">(\w+)<', html_report([shipped("uv-13216-second-url")]))
    assert statuses == [("", "404"), ("", "404"), ("bad", "401")]


def test_what_stands_in_backquotes_is_code_and_stays_text() -> None:
    text = html_report([shipped("uv-idx109-keyring-of-another-user")])
    assert "<code>keyring get https://pypi.acme.example/simple" in text
    assert "<script" not in html_report([hostile()])
