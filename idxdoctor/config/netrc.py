"""netrc files with line numbers, read as uv and curl read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.config.surroundings import Files, shown_path
from idxdoctor.model.credential import ANYWHERE, Credential, Provenance, Reach
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.plan import NetrcEntry
from idxdoctor.model.secret import Secret

_TOP: Final = frozenset({"machine", "default", "macdef"})
_SPACES: Final = " \t\r"
_VALUES: Final = {"login": "login", "user": "login", "password": "password", "account": "account"}


class Word(NamedTuple):
    """A word of a netrc file without its quoting, and as it is written between its quotes.

    `line`, from 1, and `start` and `end` are where it stands in the text.
    """

    text: str
    written: str
    line: int
    start: int
    end: int
    is_value: bool


_NOTHING: Final = Word("", "", 0, 0, 0, is_value=True)


def read_netrc(files: Files, path: Path) -> tuple[NetrcEntry, ...] | None:
    """Return the entries of a netrc file, or None where there is no such file.

    Raises `InputError` with the line at which the grammar is broken; the text there, which may be a secret, is
    not repeated.
    """
    text = files.read(path)
    return None if text is None else tuple(_entries(text, shown_path(files, path)))


def _entries(text: str, name: str) -> Iterator[NetrcEntry]:
    tokens = list(netrc_words(text))
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.text not in _TOP:
            raise _fault(name, token, "'machine', 'default' or 'macdef' belongs here")
        host: str | None = None
        position += 1
        if token.text != "default":
            if position == len(tokens):
                raise _fault(name, token, f"a name must follow '{token.text}'")
            host = None if tokens[position].text == "default" else tokens[position].text
            position += 1
        if token.text == "macdef":
            blank = _blank_line_after(text, token.line)
            position = next((n for n, other in enumerate(tokens) if other.line > blank), len(tokens))
            continue
        values, position = _values(tokens, position, name)
        yield _entry(host, values, Provenance.at(name, token.line))


def _values(tokens: list[Word], position: int, name: str) -> tuple[dict[str, Word], int]:
    values: dict[str, Word] = {}
    while position < len(tokens) and tokens[position].text not in _TOP:
        key = _VALUES.get(tokens[position].text)
        if key is None:
            raise _fault(name, tokens[position], "'login', 'password' or 'account' belongs here")
        values[key] = tokens[position + 1] if position + 1 < len(tokens) else _NOTHING
        position += 2
    return values, position


def _entry(host: str | None, values: dict[str, Word], provenance: Provenance) -> NetrcEntry:
    reach = ANYWHERE if host is None else Reach(host=host)
    login, password = values.get("login", _NOTHING), values.get("password", _NOTHING)
    read = Credential(login.text or None, Secret(password.text), provenance, reach)
    written = replace(read, username=login.written or None, password=Secret(password.written))
    return NetrcEntry(host, read, written)


def netrc_words(text: str) -> Iterator[Word]:
    """Split into words: double quotes quote, a backslash escapes, and `#` where a key belongs begins a comment."""
    expects_value = False
    begin = 0
    for number, line in enumerate(text.split("\n"), start=1):
        position = 0
        while position < len(line):
            if line[position] in _SPACES:
                position += 1
                continue
            if line[position] == "#" and not expects_value:
                break
            start = position
            word, position = _word(line, position)
            end = min(position, len(line))
            yield Word(word, _unquoted(line[start:end]), number, begin + start, begin + end, expects_value)
            expects_value = not expects_value and word in {"machine", "macdef", *_VALUES}
        begin += len(line) + 1


def netrc_word(text: str) -> str:
    """Return a text as a word of a netrc file, quoted where it needs to be."""
    if text and not re.search(r'[\s"\\#]', text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _word(line: str, position: int) -> tuple[str, int]:
    word = ""
    quoted = line[position] == '"'
    position += quoted
    while position < len(line):
        character = line[position]
        if character == '"' if quoted else character in _SPACES:
            break
        if character == "\\" and position + 1 < len(line):
            position += 1
            character = line[position]
        word += character
        position += 1
    return word, position + quoted


def _unquoted(written: str) -> str:
    return written[1:].removesuffix('"') if written.startswith('"') else written


def _blank_line_after(text: str, line: int) -> int:
    lines = text.split("\n")
    return next((n for n in range(line, len(lines)) if not lines[n].strip()), len(lines))


def _fault(name: str, token: Word, message: str) -> InputError:
    return InputError(
        f"invalid netrc: {message}",
        place=Place(name, token.line),
        remedy="Each entry reads 'machine HOST login USER password PASSWORD'; quote a password that holds spaces.",
    )
