"""A text as it reads once escapes are undone and lines are put together, in whatever way it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Final
from urllib.parse import unquote

_COLOURS: Final = re.compile("\x1b\\[[0-9;]*m")
_AROUND: Final = " \t\r│┃|║"
"""What stands around a line in a box or a table."""
_CELL: Final = re.compile(r"\S+(?: \S+)*")
_BACKSLASH: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_MERMAID: Final = re.compile(r"#([0-9]{1,7});")
_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_MOST_ENCODINGS: Final = 3


def readings(text: str) -> set[str]:
    """Return the text without colours, and what it reads with escapes undone up to three times, in any order.

    Kinds are percent-encoding, Azure's own, references of HTML and mermaid, and what a backslash stands before in
    JSON, Python and Markdown.
    """
    found = latest = {_COLOURS.sub("", text)}
    for _ in range(_MOST_ENCODINGS):
        latest = {undo(one) for one in latest for undo in _UNDO} - found
        found = found | latest
    return found


def joined(text: str) -> Iterator[str]:
    """Return the text without its line ends, and without the indentation and borders around them, in two ways.

    First line after line, then each column of a table downwards.
    """
    yield "".join(line.strip(_AROUND) for line in text.split("\n"))
    columns: dict[int, list[str]] = {}
    for line in text.splitlines():
        if "  " in line or "│" in line:
            for cell in _CELL.finditer(line.replace("│", " ").replace("┃", " ")):
                columns.setdefault(cell.start(), []).append(cell[0])
    yield "\0".join("".join(cells) for cells in columns.values())


def _percent(text: str) -> str:
    return unquote(text) if "%" in text else text


def _azure(text: str) -> str:
    return text.replace("%AZP25", "%")


def _references(text: str) -> str:
    plain = unescape(text) if "&" in text else text
    plain = _MERMAID.sub(_character, plain) if "#" in plain else plain
    return plain.replace("¦", "|")


def _character(found: re.Match[str]) -> str:
    number = int(found[1])
    return chr(number) if number < 0x110000 else found[0]


def _backslashes(text: str) -> str:
    if "\\" not in text:
        return text
    plain = _BACKSLASH.sub(_escaped, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escaped(found: re.Match[str]) -> str:
    short, long, octet, letter = found.groups()
    if letter is not None:
        return _LETTERS.get(letter, str(letter))
    number = int(short or long or octet, 16)
    return chr(number) if number < 0x110000 else str(found[0])


_UNDO: Final[tuple[Callable[[str], str], ...]] = (_percent, _azure, _references, _backslashes)
