"""Requirements files of `uv pip`: the indexes and packages that their lines name.

uv: uv-requirements-txt/src/lib.rs.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.config.pylock import NAME as PYLOCK
from idxdoctor.config.surroundings import Surroundings, shown_path
from idxdoctor.config.uv.workspace import working_folder
from idxdoctor.model.credential import Provenance
from idxdoctor.model.errors import InputError, Place

PROJECT_FILE: Final = "pyproject.toml"
_VARIABLE: Final = re.compile(r"\$\{([A-Z0-9_]+)\}")
_OPTION: Final = re.compile(r"(--[a-z-]+|-[a-zA-Z])(?:\s+|\s*=\s*|(?<=^-[a-zA-Z]))(\S+)|(--?[a-zA-Z-]+)")
_NAMES: Final = {"-i": "--index-url", "-f": "--find-links", "-r": "--requirement", "-c": "--constraint"}
_FILE_FLAGS: Final = ("-r", "--requirement", "--requirements")
_INCLUDES: Final = ("--requirement", "--constraint")
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
    named = [name for name in named_files(surroundings) if not name.endswith(".toml")]
    return [line for name in named for line in _lines(surroundings, _path(surroundings, name), "-r", 0)]


def _path(surroundings: Surroundings, name: str) -> Path:
    """Return where a requirements file lies. Raises `InputError` where that is no file of this machine."""
    if "://" in name:
        raise InputError(
            "requirements are read from files of this machine only",
            place=Place("-r"),
            remedy="Fetch the file and name the copy.",
        )
    return working_folder(surroundings) / name


def named_files(surroundings: Surroundings) -> list[str]:
    """Return the files that a `uv pip` command takes requirements from, as they are named."""
    words: Sequence[str] = (*surroundings.command[2:], *surroundings.args)
    return [*_named(words)] if surroundings.command[:1] == ("pip",) else []


def _named(words: Sequence[str]) -> Iterator[str]:
    for position, word in enumerate(words):
        flag, has_value, value = word.partition("=")
        if flag in _FILE_FLAGS and (has_value or position + 1 < len(words)):
            yield value if has_value else words[position + 1]
        elif _is_requirements_file(word) and words[position - 1] not in (*_FILE_FLAGS, "-o", "--output-file"):
            yield word


def _is_requirements_file(word: str) -> bool:
    """Say whether a word that stands alone is a file of requirements, as one of `uv pip compile` or `sync` is."""
    name = Path(word).name
    return word.endswith((".in", ".txt")) or name == PROJECT_FILE or PYLOCK.fullmatch(name) is not None


def _lines(surroundings: Surroundings, path: Path, by: str, depth: int) -> Iterator[Line]:
    """Return the lines of a file; `by` is where it is named."""
    text, name = surroundings.files.read(path), shown_path(surroundings.files, path)
    if text is None or depth > _DEEPEST:
        problem = "there is no such file" if text is None else "requirements files name each other without end"
        raise InputError(problem, place=Place(name), remedy=f"It is named as a requirements file: {by}.")
    for number, raw in _joined(text):
        written = re.sub(r"(^|\s)#.*", "", raw).strip()
        if not written:
            continue
        option = _OPTION.match(written)
        if option is None:
            yield Line("", written, Provenance.at(name, number))
            continue
        value = with_values(option[2] or "", surroundings.env)
        flag = _NAMES.get(option[1] or option[3], option[1] or option[3])
        if flag not in _INCLUDES:
            yield Line(flag, value, Provenance.at(name, number))
            continue
        included = _lines(surroundings, _included(path, value, Place(name, number)), f"{name}:{number}", depth + 1)
        if flag == "--requirement":
            yield from included
        else:
            # What constraints name is installed only where something needs it; uv takes no indexes from them either.
            deque(included, maxlen=0)


def _included(path: Path, name: str, place: Place) -> Path:
    """Return where a file lies that a requirements file names."""
    if not name:
        raise InputError("the name of a file must follow", place=place)
    if "://" in name:
        raise InputError(
            "a requirements file on a server is not read", place=place, remedy="Fetch it and name the copy."
        )
    return path.parent / name


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
