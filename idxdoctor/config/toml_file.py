"""TOML with line numbers: the standard parser for the values, a scan of the text for where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from idxdoctor.config.surroundings import Files, shown_path
from idxdoctor.model.credential import Provenance
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.secret import MASK

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\s\[\]](?:[^\[\]]*[^\s\[\]])?)\s*\]")
_KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_.-]+)[\"']?\s*=")
_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")
_QUOTED = re.compile(r"\('.*\)|'.*\w.*'|\".*\w.*\"")
"""What the parser repeats of the text beyond punctuation: names, which may be anything."""


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A parsed TOML file. `name` is its path as shown to a person."""

    name: str
    data: dict[str, Any]
    text: str = field(repr=False)

    @classmethod
    def read(cls, files: Files, path: Path) -> TomlFile | None:
        """Return the file, or None where there is none. Raises `InputError` where it is no TOML."""
        text = files.read(path)
        if text is None:
            return None
        import tomllib

        name = shown_path(files, path)
        try:
            return cls(name, tomllib.loads(text), text)
        except tomllib.TOMLDecodeError as error:
            position = _POSITION.search(str(error))
            place = Place(name, int(position[1]), int(position[2])) if position else Place(name)
            raise InputError(
                f"invalid TOML: {reason_of(error)}", place=place, remedy="Mend the file's syntax."
            ) from None
        except RecursionError:
            raise InputError("its values are nested too deeply to be read", place=Place(name)) from None

    def table(self, *names: str) -> dict[str, Any]:
        """Return a table by the names that lead to it, empty where there is none.

        Raises `InputError` where one of the names stands for something else.
        """
        data = self.data
        for depth, name in enumerate(names):
            inner = data.get(name, {})
            if not isinstance(inner, dict):
                raise self.fault(f"`{name}` must be a table", ".".join(names[:depth]), name)
            data = inner
        return data

    def lines_of(self, table: str) -> list[int]:
        """Return the lines (from 1) of the headers of all tables of that name."""
        headers = ((number, _HEADER.match(line)) for number, line in enumerate(self.text.splitlines(), start=1))
        return [number for number, found in headers if found and found[2] == table]

    def place(self, table: str, key: str | None = None, nth: int = 0, value: str | None = None) -> Provenance:
        """Return where a value stands: `key` of the `nth` table of that name, and in a list the line of `value`."""
        return Provenance.at(self.name, self._line(table, key, nth, value))

    def fault(self, message: str, table: str, key: str | None = None, nth: int = 0) -> InputError:
        """Return an error about a value of this file."""
        return InputError(message, place=Place(self.name, self._line(table, key, nth, None)))

    def _line(self, table: str, key: str | None, nth: int, value: str | None) -> int | None:
        lines = self.text.splitlines()
        start, end = block_of(lines, table, nth)
        if start is None:
            parent, _, array = table.rpartition(".")
            return self._line(parent, array, 0, None) if array else None
        for number in range(start, end) if key else ():
            found = _KEY.match(lines[number])
            if found and found[1] == key:
                return 1 + next((n for n in range(number, end) if value and value in lines[n]), number)
        return start or None


def reason_of(error: Exception) -> str:
    """Return what the parser says of a text that is no TOML, without what it repeats of it."""
    return _QUOTED.sub(MASK, _POSITION.sub("", str(error))).strip()


def block_of(lines: list[str], table: str, nth: int) -> tuple[int | None, int]:
    """Return the lines between the header of the `nth` table of a name and the next header (counted from 0)."""
    headers = [(number, found[2]) for number, line in enumerate(lines) if (found := _HEADER.match(line))]
    ends = [number for number, _ in headers[1:]] + [len(lines)]
    if not table:
        return 0, headers[0][0] if headers else len(lines)
    blocks = [(number + 1, end) for (number, name), end in zip(headers, ends, strict=False) if name == table]
    return blocks[nth] if nth < len(blocks) else (None, 0)
