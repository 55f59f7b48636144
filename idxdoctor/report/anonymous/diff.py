"""A fix's diff without the names in it: of a file's lines only what every configuration may hold is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from idxdoctor.scenario.recording.public import COMMON, KNOWN_INDEXES, WELL_KNOWN

_HEADER: Final = re.compile(r"(---|\+\+\+) (.+)")
_PIECE: Final = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s\"']+")
_WORD: Final = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
_OPTION: Final = re.compile(r"--?[a-z]+(?:-[a-z]+)*")
_NUMBER: Final = re.compile(r"[0-9]+")
_LEFT_OUT: Final = "..."
_KNOWN: Final = (
    frozenset(
        str.split(
            "index url name default explicit authenticate always never auto ignore-error-codes format flat true false "
            "tool uv pip sources project dependencies index-url extra-index-url index-strategy first-index no-index "
            "unsafe-best-match unsafe-first-match find-links keyring-provider subprocess disabled authenticate "
            "allow-insecure-host trusted-host machine login password account username token service scheme basic "
            "bearer credential credentials lock sync add run compile install download export "
            "index-a index-b index-c default-index https http requires-python version"
        )
    )
    | COMMON
    | KNOWN_INDEXES
    | WELL_KNOWN
)


def anonymous_diff(diff: str, text: Callable[[str], str], file: Callable[[str], str]) -> str:
    """Return a diff with `text` and `file` done to it; pieces of its lines that may say something are left out."""
    lines = diff.splitlines()
    is_patch = any(_HEADER.fullmatch(line) for line in lines)
    return "\n".join(_line(line, text, file) if is_patch else _command(line, text) for line in lines)


def _command(line: str, text: Callable[[str], str]) -> str:
    """Return a line for a shell: of a command with its sign before it, options and known words stay."""
    if line[:2] not in {"+ ", "- "}:
        return text(line)
    words = (word if _OPTION.fullmatch(word) else _piece(word, text) for word in _PIECE.findall(line[2:]))
    return line[:2] + " ".join(words)


def _line(line: str, text: Callable[[str], str], file: Callable[[str], str]) -> str:
    if header := _HEADER.fullmatch(line):
        return f"{header[1]} {file(header[2])}"
    if line[:1] not in {"+", "-", " ", "@"}:
        return _command(line, text)
    if line.startswith("@@"):
        return line.rpartition("@@")[0] + "@@"
    sign, rest = line[:1], line[1:].partition(" #")[0]
    if rest.lstrip().startswith("#"):
        return f"{sign}# {_LEFT_OUT}"
    return sign + _PIECE.sub(lambda found: _piece(found[0], text), rest)


def _piece(piece: str, text: Callable[[str], str]) -> str:
    """Return a word or a quoted text: with other names in it, as it is where all its words are known, or left out."""
    mapped = text(piece)
    if mapped != piece:
        return mapped
    words = [word for word in _WORD.findall(piece) if not _NUMBER.fullmatch(word)]
    if "://" in piece or all(word.lower() in _KNOWN for word in words):
        return piece
    quote = piece[:1] if piece[:1] in "\"'" else ""
    return f"{quote}{_LEFT_OUT}{quote}"
