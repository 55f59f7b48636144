"""Styled lines of a given width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from idxdoctor.report.layout import Cell, Span, headed, paragraph, plain, row

TEXTS = st.text(alphabet="ab /.-:", max_size=200)


@given(TEXTS, st.integers(20, 200), st.integers(0, 8), st.integers(0, 4))
def test_a_paragraph_fits_its_width_and_loses_nothing(text: str, width: int, indent: int, hanging: int) -> None:
    shown = plain(paragraph(text, width, indent=indent, hanging=hanging))
    assert all(len(line) <= width for line in shown.splitlines())
    assert "".join(shown.split()) == "".join(text.split())


def test_later_lines_may_hang() -> None:
    assert plain(paragraph("! one two three four", 16, indent=2, hanging=2)) == "  ! one two\n    three four"


@given(TEXTS, TEXTS, st.integers(60, 200))
def test_cells_stand_side_by_side_and_lose_nothing(left: str, right: str, width: int) -> None:
    shown = plain(row([Cell(left, 12), Cell(right, 0)], width))
    assert all(len(line) <= width for line in shown.splitlines())
    assert "".join(line[:12] for line in shown.splitlines()).replace(" ", "") == "".join(left.split())
    assert "".join(line[14:] for line in shown.splitlines()).replace(" ", "") == "".join(right.split())


def test_what_does_not_fit_beside_goes_below() -> None:
    spans = [Span("https://h.example/simple", "bold"), Span("  UV_INDEX_URL", "dim")]
    assert plain(headed(spans, 80)) == "https://h.example/simple  UV_INDEX_URL"
    assert plain(headed(spans, 30, indent=4)) == "https://h.example/simple\n      UV_INDEX_URL"
