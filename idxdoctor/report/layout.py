"""Styled lines of a given width. What paints them comes later: a terminal in colour, or plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import TextWrapper
from typing import Final, NamedTuple

NARROWEST: Final = 12
GAP: Final = "  "


class Span(NamedTuple):
    """A run of characters in one style, such as `bold red`; "" is the terminal's own."""

    text: str
    style: str = ""


class Cell(NamedTuple):
    """A text in a column of a row: `width` characters wide."""

    text: str
    width: int
    style: str = ""


Line = tuple[Span, ...]


def paragraph(text: str, width: int, *, indent: int = 0, hanging: int = 0, style: str = "") -> Iterator[Line]:
    """Return a text in lines of at most `width` characters, all of them indented, by `hanging` more after the first."""
    for line in wrapped(text, width - indent, hanging):
        yield (Span(" " * indent), Span(line, style))


def headed(spans: Sequence[Span], width: int, *, indent: int = 0) -> Iterator[Line]:
    """Return spans on one line where they fit, else each on lines of its own, the later ones indented."""
    if sum(len(span.text) for span in spans) <= width:
        yield tuple(spans)
        return
    for position, span in enumerate(spans):
        yield from paragraph(span.text, width, indent=indent if position else 0, style=span.style)


def row(cells: Sequence[Cell], width: int) -> Iterator[Line]:
    """Return cells side by side; the last one takes what is left of the width, however wide it says it is."""
    used = sum(cell.width + len(GAP) for cell in cells[:-1])
    last = cells[-1]._replace(width=max(width - used, NARROWEST))
    columns = [[*wrapped(cell.text, cell.width)] for cell in (*cells[:-1], last)]
    for texts in zip_longest(*columns, fillvalue=""):
        yield tuple(
            Span(f"{text:{cell.width}}{GAP}" if cell is not cells[-1] else text, cell.style)
            for text, cell in zip(texts, cells, strict=True)
        )


def wrapped(text: str, width: int, hanging: int = 0) -> list[str]:
    """Return the text in lines, `hanging` blanks before the later ones; a word that is too long, as a URL, is cut."""
    later = " " * hanging
    wrapper = TextWrapper(max(width, NARROWEST), subsequent_indent=later, break_on_hyphens=False, drop_whitespace=True)
    return wrapper.wrap(text) or [""]


def plain(lines: Iterator[Line]) -> str:
    """Return lines as text without styles, nothing trailing."""
    return "\n".join("".join(span.text for span in line).rstrip() for line in lines)
