"""The surroundings of a command run by hand: the folder, the environment, and the command that fails."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from idxdoctor.config.surroundings import DiskFiles, Surroundings
from idxdoctor.model.errors import InputError, Place


def surroundings_here(like: str | None) -> Surroundings:
    """Return this folder, this environment, and the command that fails; by default a project's, or `uv pip`'s."""
    files = DiskFiles(Path.cwd(), Path.home())
    # A variable that is no text is not there for clients either.
    env = {name: value for name, value in os.environ.items() if _is_text(value)}
    if like is None:
        command: tuple[str, ...] = ("lock",) if (files.project / "pyproject.toml").exists() else ("pip", "install")
        return Surroundings(files, env, command)
    words = _words(like)
    flags = next((position for position, word in enumerate(words) if word.startswith("-")), len(words))
    return Surroundings(files, env, tuple(words[:flags]), tuple(words[flags:]))


def _words(like: str) -> list[str]:
    """Return the words after the client's name."""
    try:
        words = shlex.split(like)
    except ValueError:
        raise InputError("a quote in the command is not closed", place=Place("--like")) from None
    return words[1:] if words[:1] == ["uv"] else words


def _is_text(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)
