"""The help of a command, made of its docstring: examples stand together, so that they can be copied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from typing import Final

_EXAMPLE: Final = re.compile(r"(?:[^`]*[;|] )?idxdoctor [^`]+(?<!\.)")
_NEXT: Final = re.compile(r"; (?=idxdoctor |python )")
_STATUS: Final = "Exit status: 0 done, 2 the command or its input is wrong."
_AS_IT_IS: Final = "\b\n"
"""What keeps Typer from filling the lines of a paragraph anew."""
_INDENT: Final = "  "
_WIDTH: Final = 72


def help_of(docstring: str | None) -> str:
    """Return the help that a docstring makes: its prose, the exit statuses, and its examples as they are typed."""
    prose = [paragraph for paragraph in _paragraphs(docstring) if not _EXAMPLE.fullmatch(paragraph)]
    if not any("exit status" in paragraph.lower() for paragraph in prose):
        prose.append(_STATUS)
    examples = [line for example in examples_of(docstring) for line in _folded(example)]
    return "\n\n".join((*prose, block("Examples", examples)))


def examples_of(docstring: str | None) -> list[str]:
    """Return the commands that a docstring shows: its paragraphs that are some."""
    commands = (paragraph for paragraph in _paragraphs(docstring) if _EXAMPLE.fullmatch(paragraph))
    return [one for command in commands for one in _NEXT.split(command)]


def block(title: str, lines: Iterable[str]) -> str:
    """Return lines below a title that stay as they are."""
    return _AS_IT_IS + "\n".join((f"{title}:", *(f"{_INDENT}{line}" for line in lines)))


def _paragraphs(docstring: str | None) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in cleandoc(docstring or "").split("\n\n")]


def _folded(command: str) -> Iterator[str]:
    """Return a command on lines that go on after a backslash, each option on the line of its value."""
    line = ""
    for part in re.split(r" (?=--|\| )", command):
        if line and len(f"{line} {part}") > _WIDTH:
            yield f"{line} \\"
            line = f"{_INDENT}{part}"
        else:
            line = f"{line} {part}" if line else part
    yield line
