"""Text put into Markdown so that it stays text: nothing in it becomes a link, a mention, markup or HTML."""

from __future__ import annotations

import re
from html import escape
from typing import Final

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]#+!|~>$])")
_AUTOLINKS: Final = re.compile(r"(?i)(://|www\.|@)")
_RUN_OF_BACKTICKS: Final = re.compile("`+")
_QUOTED: Final = re.compile("`([^`]+)`")
_URL: Final = re.compile(r"(https?://[^\s`|<>\"']*[^\s`|<>\"'.,;:!?()\[\]])", re.IGNORECASE)
_FENCE: Final = 3


def inline(text: str) -> str:
    """Return the text for the middle of a line, in which URLs are code. No mention or link comes of it."""
    parts = _URL.split(text.replace("\n", " "))
    return "".join(code(part) if number % 2 else _escaped(part) for number, part in enumerate(parts))


def prose(text: str) -> str:
    """Return a text for the middle of a line in which what stands in backquotes is code."""
    parts = _QUOTED.split(text)
    return "".join(code(part) if number % 2 else inline(part) for number, part in enumerate(parts))


def _escaped(text: str) -> str:
    return _AUTOLINKS.sub(_unlinked, _SPECIAL.sub(r"\\\1", escape(text, quote=False)))


def _unlinked(found: re.Match[str]) -> str:
    """Return what autolinks begin with, with a character in it as a reference, which shows the same."""
    text = found[0]
    return f"{text[:-1]}&#{ord(text[-1])};"


def code(text: str) -> str:
    """Return the text as code within a line, also within a table's cell."""
    shown = text.replace("\n", " ").replace("|", "¦") or " "
    longest = max((len(run) for run in _RUN_OF_BACKTICKS.findall(shown)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def block(text: str, language: str) -> str:
    """Return the text as a block of code, with a fence that is longer than any in it."""
    longest = max((len(run) for run in _RUN_OF_BACKTICKS.findall(text)), default=0)
    fence = "`" * max(_FENCE, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}\n"
