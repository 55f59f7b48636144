"""The lines of a pasted log, without what terminals, pipelines and issue trackers put around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Final, NamedTuple

from idxdoctor.capture.logs.wrapped import unwrapped
from idxdoctor.model.credential import Provenance
from idxdoctor.model.errors import InputError, Place

_LONGEST: Final = 1 << 20
_BLOCK: Final = 1 << 16
_REPORT_EVERY: Final = 1 << 14
_BOMS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_ANSI: Final = re.compile(r"(?:\x1b|\\x1b|\^\[|\\u001b|\\033)(?:\[[0-9;?]*[A-Za-z]|[\]_].*?(?:\x07|\x1b\\))")
_LEVEL: Final = re.compile(r"(?<![A-Za-z_])(TRACE|DEBUG|INFO|WARN|ERROR)\s+(?=\S)")
_PLAIN: Final = frozenset({"TRACE ", "DEBUG "})
"""How most lines begin: nothing stands around these."""
_TIME: Final = r"\[?\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\]?\s+"
_CLOCK: Final = r"\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?\s+"
_STEP: Final = r"\[\d\d:\d\d:\d\d\] ?[A-Za-z]?:?\s*\[Step \d+/\d+\]\s?"
"""TeamCity's clock, kind of line and step."""
_NAMED: Final = r"_bk;t=\d+\s*|remote:\s|Step #\d+(?: - \"[^\"]*\")?: "
"""What Buildkite (without the signs that nobody sees), git and Google's Cloud Build put before a line."""
_BUILDERS: Final = "docker|amazon-ebs|googlecompute|azure-arm|qemu|virtualbox-iso|vagrant|default"
_SAID: Final = rf"Building:(?: |$)|E {{3,}}\t?|(?:==>|   ) (?:{_BUILDERS})(?:\.[\w-]+)?: ?"
"""Who says a line: a build within another, pytest of an error, packer and vagrant."""
_SECONDS: Final = r"(?:\d\.\d{3}|\d\d\.\d\d|\d{3}\.\d) "
"""What BuildKit puts before each line where it repeats those of a step that failed: seconds, in five signs."""
_AROUND: Final = re.compile(
    rf"^(?:\ufeff)?(?:{_NAMED}|{_SAID})?(?:{_TIME})*(?:{_STEP}|{_CLOCK}|{_SECONDS})?"
    r"(?:\d\d[OE]\+?\s+|std(?:out|err) [FP] )?(?:##\[\w+\]|::\w+::)?[>│|\s]*"
)
_SPINNER: Final = re.compile(r"\s*[\u2800-\u28ff] .*?(?=error: |[\N{MULTIPLICATION SIGN}x] [A-Z])")
"""What uv shows of its progress, where a copied line goes on after it with an error."""
_STREAM: Final = re.compile(
    r"\ufeff?(?:(?P<job>[^\t|]{1,120})\t[^\t]*\t|(?P<service>[A-Za-z][\w.-]*)\s*\| |(?P<step>#\d+)\s+[\d.]+\s|"
    r"(?P<pod>\[pod/[^\]]+\]) )"
)
_BRANCH: Final = re.compile(r"\[(?P<name>[A-Za-z][\w. -]*)\] ")
_BLANK: Final = re.compile(r"<[^<>/]*>")
_LOGGED: Final = re.compile(r"(?:DEBUG|INFO|WARNING|ERROR):((?:unearth|pdm)\.\w+):")
_PIPENVS: Final = re.compile(r"(DEBUG|INFO|WARNING|ERROR|CRITICAL):pipenv\.patched\.pip\._[\w.]+:")
"""How Python's logging puts a level and a logger before a message, where nobody told it otherwise."""
_PIPS: Final = {"WARNING": "WARNING: ", "ERROR": "ERROR: ", "CRITICAL": "ERROR: "}
"""What pip itself puts before a message of these levels (pip: utils/logging.py get_message_start)."""
_INDICATOR: Final = re.compile(r".*\.\.\. ?(?:\([\d.]+s\))?(?=Source \([^)]*\): |[A-Z]+:pipenv\.)")
"""What poetry and pipenv say of their progress, where a copied line goes on after it."""
_TARGET: Final = re.compile(r"uv(?:_\w+)?(?:::\w+)*:? (?=\S)")
_PARTED: Final = ("hint:", ")", "error:")


class Line(NamedTuple):
    """A line of a log: its number from 1, its level (empty where it names none), and what it says.

    `stream` names the job, service or step that wrote it, where lines of several stand in one log and say so.
    """

    number: int
    level: str
    text: str
    stream: str = ""


def at_line(number: int) -> Provenance:
    """Return the provenance of what stands in the log at a line."""
    return Provenance(f"the log, line {number}", line=number)


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
    branches: set[str] = set()
    for number, raw in unwrapped(lines):
        text = raw.rstrip()
        first = text[:6]
        blanked = "<" in text and "://" in text
        if first in _PLAIN and not blanked:
            yield Line(number, first[:5], _without_target(text[6:]))
            continue
        if "\x1b" in text or "x1b" in text or "^[" in text or "u001b" in text:
            text = _ANSI.sub("", text)
        if blanked:
            text = _BLANK.sub(lambda blank: blank[0].replace(" ", "-"), text)
        if "\u2800" <= text.lstrip()[:1] <= "\u28ff":
            spinner = _SPINNER.match(text)
            text = text[spinner.end() :] if spinner else text
        stream, text = _parted(text, branches)
        level = _LEVEL.search(text)
        if level is None:
            yield Line(number, "", _without_logger(_AROUND.sub("", text, count=1)), stream)
            continue
        before = text[: level.start()]
        branch = _BRANCH.match(before)
        if branch is not None:
            branches.add(branch["name"])
            stream = branch["name"]
        if before.rstrip().endswith(_PARTED) or "hint:" in before:
            yield Line(number, "", _AROUND.sub("", before, count=1), stream)
        yield Line(number, level[1], _without_target(text[level.end() :]), stream)


def _parted(text: str, branches: set[str]) -> tuple[str, str]:
    """Return the name of the job, service or step that a line begins with, if it does, and the rest.

    A name in brackets is one only where a client's lines have begun with it before: `branches`.
    """
    named = _STREAM.match(text)
    if named is not None:
        return named[named.lastgroup or 0], text[named.end() :]
    branch = _BRANCH.match(text) if text.startswith("[") else None
    if branch is not None and branch["name"] in branches:
        return branch["name"], text[branch.end() :]
    return "", text


def _without_logger(message: str) -> str:
    """Return a message as pdm and pip print it themselves: pdm after its logger, pip after its word for a level."""
    indicator = _INDICATOR.match(message) if "..." in message else None
    if indicator is not None:
        message = message[indicator.end() :]
    if ":unearth." in message or ":pdm." in message:
        return _LOGGED.sub(r"\1: ", message, count=1)
    if ":pipenv." in message:
        return _PIPENVS.sub(lambda logged: _PIPS.get(logged[1], ""), message, count=1)
    return message


def _without_target(message: str) -> str:
    """Return a message without the module that some formats name before it; `uv 0.7.0` is no such name."""
    if not message.startswith("uv"):
        return message
    target = _TARGET.match(message)
    return message[target.end() :] if target and not message[target.end()].isdigit() else message
