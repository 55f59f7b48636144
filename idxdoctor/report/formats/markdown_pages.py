"""Which parts of a report in Markdown fit a comment, and the pages that the others fill."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

MOST_CHARACTERS: Final = 65_536
_ROOM_FOR_NOTES: Final = 300
_CUT: Final = "\n*Cut here: this part is longer than a comment. `--output report.json` has all of it.*\n"


class Part(NamedTuple):
    """A piece of the report that is kept whole or left out; the less its `rank`, the longer it stays.

    `head` is what must stand before it on any page, such as the head of its table.
    """

    rank: int
    text: str
    head: str = ""


def fitted(parts: list[Part], most: int) -> tuple[str, list[Part]]:
    """Return the parts that fit, joined, and the others: those of the highest rank, the last of them first."""
    kept = dict(enumerate(parts))
    size = sum(_size(part.text) for part in parts)
    for number in sorted(kept, key=lambda number: (parts[number].rank, number), reverse=True):
        if size <= most - _ROOM_FOR_NOTES:
            break
        size -= _size(kept.pop(number).text)
    return "".join(part.text for part in kept.values()), [one for n, one in enumerate(parts) if n not in kept]


def filled(parts: list[Part]) -> Iterator[str]:
    """Return pages, each filled with parts as far as they fit; a part that fits on none is cut at a line."""
    page, head = "", ""
    for part in parts:
        text = part.text
        if _size(text) > MOST_CHARACTERS:
            bounded = text.encode()[: MOST_CHARACTERS - _size(_CUT)].decode(errors="ignore")
            text = bounded.rpartition("\n")[0] + _CUT
        if _size(page) + _size(part.head) + _size(text) > MOST_CHARACTERS:
            yield page
            page, head = "", ""
        page += (part.head if part.head != head else "") + text
        head = part.head
    if page:
        yield page


def _size(text: str) -> int:
    return len(text.encode())
