"""Which files git ignores, by the `.gitignore` files from the repository's folder down to theirs.

The rules are those of gitignore(5): the last pattern that fits decides, one in a deeper folder before one above it,
and what lies in an ignored folder can't be taken in again. A file that was added nonetheless stays in the repository;
that stands in git's index, which is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from idxdoctor.config.surroundings import Files
from idxdoctor.model.errors import InputError

_GIT, _IGNORE, _EXCLUDE = ".git", ".gitignore", "info/exclude"


class Pattern(NamedTuple):
    """A line of a `.gitignore`: what it fits, whether it takes in again, and whether it is about folders alone."""

    form: re.Pattern[str]
    takes_in: bool
    only_folders: bool


def is_ignored(files: Files, path: Path) -> bool:
    """Say whether git ignores a file, by an absolute path, or a folder that it lies in."""
    root = _repository(files, path.parent)
    if root is None:
        return False
    parts = path.relative_to(root).parts
    counts = range(1, len(parts) + 1)
    return any(_is_left_out(files, root, parts[:count], is_folder=count < len(parts)) for count in counts)


def _repository(files: Files, folder: Path) -> Path | None:
    """Return the folder of the repository; where none shows, that of the project, which may be in one some day."""
    for one in (folder, *folder.parents):
        if _text(files, one / _GIT / "HEAD") is not None or _text(files, one / _GIT) is not None:
            return one
    return files.project if folder.is_relative_to(files.project) else None


def _is_left_out(files: Files, root: Path, parts: tuple[str, ...], *, is_folder: bool) -> bool:
    """Say what the last pattern that fits says; no pattern leaves it in."""
    decision = False
    for pattern, base in _patterns(files, root, parts):
        name = PurePosixPath(*parts[base:]).as_posix()
        if (is_folder or not pattern.only_folders) and pattern.form.fullmatch(name):
            decision = not pattern.takes_in
    return decision


def _patterns(files: Files, root: Path, parts: tuple[str, ...]) -> Iterator[tuple[Pattern, int]]:
    """Return the patterns that may be about a path, weakest first, each with how deep below the root it stands."""
    texts = [(_text(files, root / _GIT / _EXCLUDE), 0)]
    texts += [(_text(files, root.joinpath(*parts[:depth]) / _IGNORE), depth) for depth in range(len(parts))]
    for text, depth in texts:
        for line in (text or "").splitlines():
            pattern = _pattern(line)
            if pattern is not None:
                yield pattern, depth


def _text(files: Files, path: Path) -> str | None:
    try:
        return files.read(path)
    except InputError:
        return None


@cache
def _pattern(line: str) -> Pattern | None:
    """Read a line; None for one that is empty or a comment."""
    text = re.sub(r"(?<!\\) +$", "", line)
    takes_in = text.startswith("!")
    text = text[takes_in:]
    if not text.strip("/") or text.startswith("#"):
        return None
    only_folders = text.endswith("/")
    text = text.removesuffix("/")
    anchored = "/" in text
    form = _form(text.removeprefix("/"))
    return Pattern(re.compile(form if anchored else f"(?:.*/)?{form}"), takes_in, only_folders)


def _form(text: str) -> str:
    """Return a pattern as a regular expression: `*` and `?` stay within a segment, `**` goes over several.

    Classes by name, as `[[:alpha:]]`, are not known.
    """
    form, position = "", 0
    while position < len(text):
        rest = text[position:]
        if rest.startswith("**/"):
            form, position = f"{form}(?:.*/)?", position + 3
        elif rest == "**":
            form, position = f"{form}.*", position + 2
        elif rest[0] == "*":
            form, position = f"{form}[^/]*", position + 1
        elif rest[0] == "?":
            form, position = f"{form}[^/]", position + 1
        elif rest[0] == "[" and (closed := re.match(r"\[(!|\^)?(\]?[^\]]*)\]", rest)):
            inner = closed[2].replace("\\", "\\\\").replace("[", "\\[")
            form, position = f"{form}[{'^' if closed[1] else ''}{inner}]", position + closed.end()
        elif rest[0] == "\\" and len(rest) > 1:
            form, position = form + re.escape(rest[1]), position + 2
        else:
            form, position = form + re.escape(rest[0]), position + 1
    return form
