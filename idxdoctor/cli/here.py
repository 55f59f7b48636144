"""The surroundings of a command run by hand: the folder, the environment, and the command that fails."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from idxdoctor.config.surroundings import DiskFiles, Surroundings
from idxdoctor.model.errors import InputError, Place

_GLOBAL_WITH_VALUE: Final = frozenset(
    {"--cache-dir", "--color", "--config-file", "--directory", "--project", "--python-preference"}
    | {"--allow-insecure-host", "--trusted-host", "--preview-features", "--python-fetch"}
)


def surroundings_here(like: str | None) -> Surroundings:
    """Return this folder, this environment, and the command that fails; by default a project's, or `uv pip`'s."""
    if like is not None:
        return surroundings_of_words(_words(like))
    here = surroundings_of_words(())
    in_project = (here.files.project / "pyproject.toml").exists()
    return here._replace(command=("lock",) if in_project else ("pip", "install"))


def surroundings_of_words(words: Sequence[str]) -> Surroundings:
    """Return this folder, this environment, and a command: the words after the client's name.

    Options that stand before the command count as if they stood behind it.
    """
    files = DiskFiles(Path.cwd(), Path.home())
    # A variable that is no text is not there for clients either.
    env = {name: value for name, value in os.environ.items() if _is_text(value)}
    begin = _length_of_options(words)
    end = next((place for place, word in enumerate(words) if place >= begin and word.startswith("-")), len(words))
    return Surroundings(files, env, tuple(words[begin:end]), (*words[:begin], *words[end:]))


def _length_of_options(words: Sequence[str]) -> int:
    """Return how many words are options before the command, and their values."""
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if words[place] in _GLOBAL_WITH_VALUE else 1
    return place


def _words(like: str) -> list[str]:
    """Return the words after the client's name."""
    try:
        words = shlex.split(like)
    except ValueError:
        raise InputError("a quote in the command is not closed", place=Place("--like")) from None
    return words[1:] if words[:1] == ["uv"] else words


def _is_text(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)
