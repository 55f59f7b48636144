"""Made-up surroundings: files by path, variables, a command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from idxdoctor.config.surroundings import Surroundings, folders_of_paths

PROJECT = Path("/repo/project")
HOME = Path("/home/someone")


@dataclass(frozen=True)
class MadeUpFiles:
    """Files in memory, by absolute path."""

    texts: Mapping[Path, str] = field(default_factory=dict)
    project: Path = PROJECT
    home: Path = HOME

    def read(self, path: Path) -> str | None:
        return self.texts.get(path)

    def folders(self, path: Path) -> list[Path]:
        return folders_of_paths(self.texts, path)


def surroundings(
    command: str = "lock",
    *args: str,
    env: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
) -> Surroundings:
    """Return the surroundings of `uv COMMAND ARGS`; files are named from the project folder, or with `~/` or `/`."""
    texts = {_path(name): text for name, text in (files or {}).items()}
    return Surroundings(MadeUpFiles(texts), env or {}, tuple(command.split()), args)


def _path(name: str) -> Path:
    return HOME / name[2:] if name.startswith("~/") else PROJECT / name
