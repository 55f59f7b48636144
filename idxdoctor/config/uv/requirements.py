"""Requirements files of `uv pip`: the indexes and packages that their lines name.

uv: uv-requirements-txt/src/lib.rs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.config.surroundings import Surroundings, shown_path
from idxdoctor.config.uv.workspace import working_folder
from idxdoctor.model.credential import Provenance
from idxdoctor.model.errors import InputError, Place

_VARIABLE: Final = re.compile(r"\$\{([A-Z0-9_]+)\}")
_OPTION: Final = re.compile(r"(--?[a-z-]+)(?:\s+|\s*=\s*)(\S+)")
_NAMES: Final = {"-i": "--index-url", "-f": "--find-links", "-r": "--requirement"}
_FILE_FLAGS: Final = ("-r", "--requirement", "--requirements")
_DEEPEST: Final = 10


class Line(NamedTuple):
    """A line of a requirements file: an option with its value, or with `option` "" a requirement."""

    option: str
    value: str
    provenance: Provenance


def requirement_lines(surroundings: Surroundings) -> list[Line]:
    """Return the lines of all requirements files that the command names, files within files included.

    Raises `InputError` where one of them is missing.
    """
    return [
        line for name in _named(surroundings) for line in _lines(surroundings, working_folder(surroundings) / name, 0)
    ]


def _named(surroundings: Surroundings) -> Iterator[str]:
    words: Sequence[str] = (*surroundings.command[2:], *surroundings.args)
    if surroundings.command[:1] != ("pip",):
        return
    for position, word in enumerate(words):
        flag, has_value, value = word.partition("=")
        if flag in _FILE_FLAGS and (has_value or position + 1 < len(words)):
            yield value if has_value else words[position + 1]
        elif word.endswith((".in", ".txt")) and words[position - 1] not in (*_FILE_FLAGS, "-o", "--output-file"):
            yield word


def _lines(surroundings: Surroundings, path: Path, depth: int) -> Iterator[Line]:
    text, name = surroundings.files.read(path), shown_path(surroundings.files, path)
    if text is None or depth > _DEEPEST:
        problem = "there is no such file" if text is None else "requirements files name each other without end"
        raise InputError(problem, place=Place(name), remedy="It is named as a requirements file.")
    for number, raw in _joined(text):
        written = re.sub(r"(^|\s)#.*", "", raw).strip()
        if not written:
            continue
        option = _OPTION.match(written)
        if option is None:
            yield Line("", written, Provenance.at(name, number))
            continue
        value = with_values(option[2], surroundings.env)
        flag = _NAMES.get(option[1], option[1])
        if flag == "--requirement":
            yield from _lines(surroundings, path.parent / value, depth + 1)
        else:
            yield Line(flag, value, Provenance.at(name, number))


def with_values(text: str, env: Mapping[str, str]) -> str:
    """Return a text with the values of the variables that it names as `${NAME}`."""
    return _VARIABLE.sub(lambda found: env.get(found[1], found[0]), text)


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Return each line with its number; one that ends in a backslash goes on in the next."""
    begin, parts = 1, ""
    for number, line in enumerate(text.split("\n"), start=1):
        parts += line.removesuffix("\r")
        if parts.endswith("\\"):
            parts = f"{parts[:-1]} "
            continue
        yield begin, parts
        begin, parts = number + 1, ""
    yield begin, parts
