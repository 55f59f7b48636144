"""The lines of a pasted log, without what terminals, pipelines and issue trackers put around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Final, NamedTuple

from idxdoctor.model.errors import InputError, Place

_LONGEST: Final = 1 << 20
_BLOCK: Final = 1 << 16
_REPORT_EVERY: Final = 1 << 14
_BOMS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_ANSI: Final = re.compile(r"(?:\x1b|\\x1b|\^\[|\\u001b|\\033)(?:\[[0-9;?]*[A-Za-z]|\].*?(?:\x07|\x1b\\))")
_LEVEL: Final = re.compile(r"(?<![A-Za-z_])(TRACE|DEBUG|INFO|WARN|ERROR)\s+(?=\S)")
_PLAIN: Final = frozenset({"TRACE ", "DEBUG "})
"""How most lines begin: nothing stands around these."""
_TIME: Final = r"\[?\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\]?\s+"
_AROUND: Final = re.compile(
    rf"^(?:[^\t]*\t[^\t]*\t)?(?:\ufeff)?(?:{_TIME})*(?:\d\d[OE]\+?\s+)?(?:#\d+\s+[\d.]+\s+)?(?:##\[\w+\]|::\w+::)?[>│|\s]*"
)
_TARGET: Final = re.compile(r"uv(?:_\w+)?(?:::\w+)* (?=\S)")
_PARTED: Final = ("hint:", ")", "error:")


class Line(NamedTuple):
    """A line of a log: its number from 1, its level (empty where it names none), and what it says."""

    number: int
    level: str
    text: str


def read_text(stream: BinaryIO, place: str, progress: Callable[[int], None] = lambda _: None) -> Iterator[str]:
    """Return the text line by line, whatever Unicode it is in; `progress` is told how many bytes are read.

    Raises `InputError` where it is no text.
    """
    start = stream.readline(_LONGEST)
    encoding = _BOMS.get(start[:2])
    if encoding is not None:
        yield from _wide(stream, start[2:], encoding)
        return
    if b"\0" in start[:_BLOCK]:
        raise InputError(
            "this is no log but a binary file", place=Place(place), remedy="Give the text that the client printed."
        )
    read, count = 0, 0
    chunk = start
    while chunk:
        read += len(chunk)
        count += 1
        if count % _REPORT_EVERY == 0:
            progress(read)
        yield chunk.decode("utf-8", "replace")
        chunk = stream.readline(_LONGEST)


def _wide(stream: BinaryIO, start: bytes, encoding: str) -> Iterator[str]:
    """Return the lines of a text in UTF-16, as PowerShell writes it."""
    import codecs

    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest, block = "", start + stream.read(_BLOCK)
    while block:
        *whole, rest = (rest + decoder.decode(block)).split("\n")
        yield from whole
        block = stream.read(_BLOCK)
    yield rest


def cleaned(lines: Iterable[str]) -> Iterator[Line]:
    """Return each line as the client wrote it; what two lines have run together is parted again."""
    for number, raw in enumerate(lines, start=1):
        text = raw.rstrip()
        first = text[:6]
        if first in _PLAIN:
            yield Line(number, first[:5], _without_target(text[6:]))
            continue
        if "\x1b" in text or "x1b" in text or "^[" in text or "u001b" in text:
            text = _ANSI.sub("", text)
        level = _LEVEL.search(text)
        if level is None:
            yield Line(number, "", _AROUND.sub("", text, count=1))
            continue
        before = text[: level.start()]
        if before.rstrip().endswith(_PARTED) or "hint:" in before:
            yield Line(number, "", _AROUND.sub("", before, count=1))
        yield Line(number, level[1], _without_target(text[level.end() :]))


def _without_target(message: str) -> str:
    """Return a message without the module that some formats name before it; `uv 0.7.0` is no such name."""
    if not message.startswith("uv"):
        return message
    target = _TARGET.match(message)
    return message[target.end() :] if target and not message[target.end()].isdigit() else message
