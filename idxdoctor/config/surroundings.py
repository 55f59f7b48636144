"""Where a client runs: its environment, its files, its command line. On disk, or made up by a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

from idxdoctor.model.errors import InputError, Place


class Files(Protocol):
    """The files that a client would see. Paths are absolute."""

    @property
    def project(self) -> Path:
        """The folder that the client is run in."""

    @property
    def home(self) -> Path:
        """The home folder of the user who runs it."""

    def read(self, path: Path) -> str | None:
        """Return the file's text, or None where there is no such file.

        Raises `InputError` where it can't be read.
        """

    def folders(self, path: Path) -> list[Path]:
        """Return the folders that lie in a folder, sorted, symbolic links left out; none where it can't be read."""


class DiskFiles(NamedTuple):
    """The files of this machine, seen from the folder `project` by a user whose home is `home`."""

    project: Path
    home: Path

    def read(self, path: Path) -> str | None:
        """Return the text of a file on disk, its line ends as they are; see `Files.read`."""
        place = Place(shown_path(self, path))
        try:
            return path.read_bytes().decode("utf-8")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except UnicodeDecodeError as error:
            raise InputError(f"the file is no UTF-8 text (byte {error.start + 1})", place=place) from None
        except OSError as error:
            raise InputError(
                f"the file can't be read: {error.strerror}",
                place=place,
                remedy="Make it readable for the user who runs the client.",
            ) from None

    def folders(self, path: Path) -> list[Path]:
        """Return the folders in a folder on disk; see `Files.folders`."""
        try:
            return sorted(inner for inner in path.iterdir() if inner.is_dir() and not inner.is_symlink())
        except OSError:
            return []


def folders_of_paths(paths: Iterable[Path], path: Path) -> list[Path]:
    """Return the folders in `path` that files with these paths imply, sorted."""
    below = (file.relative_to(path).parts for file in paths if file.is_relative_to(path))
    return [path / name for name in sorted({parts[0] for parts in below if len(parts) > 1})]


class Surroundings(NamedTuple):
    """What a client's run depends on. `command` is what follows its name: `("pip", "compile")`, `("lock",)`.

    `locks` are lock files of which each package is to be had from the index that is named there.
    """

    files: Files
    env: Mapping[str, str] = MappingProxyType({})
    command: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    locks: tuple[Path, ...] = ()


def shown_path(files: Files, path: Path) -> str:
    """Return a path as a person would write it: from the project folder, from `~`, or absolute."""
    if path.is_relative_to(files.project):
        return path.relative_to(files.project).as_posix()
    if path.is_relative_to(files.home):
        return "~/" + path.relative_to(files.home).as_posix()
    return path.as_posix()


def path_shown_as(files: Files, shown: str) -> Path:
    """Return the path that `shown_path` shows so."""
    return files.home / shown[2:] if shown.startswith("~/") else files.project / shown
