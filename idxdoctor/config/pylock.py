"""`pylock.toml`: the packages that it locks, and the index that each must come from (PEP 751)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from idxdoctor.config.locked import Locked, locked_index, named_tables
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.model.errors import InputError

NAME: Final = re.compile(r"pylock\.(?:[^.]+\.)?toml")
_ELSEWHERE: Final = ("vcs", "directory", "archive")


def locked_by_pylock(lock: TomlFile) -> Iterator[Locked]:
    """Return the packages that come from an index; markers are not looked at.

    Raises `InputError` where the file is of another kind or a later version.
    """
    _check_version(lock)
    for name, package, line in named_tables(lock, "packages"):
        if any(key in package for key in _ELSEWHERE):
            continue
        if "index" in package:
            yield Locked(name, locked_index(lock, package["index"], line))
        elif any("url" in file for file in _files(package)):
            yield Locked(name, None)


def _files(package: dict[str, Any]) -> list[dict[str, Any]]:
    wheels, sdist = package.get("wheels", []), package.get("sdist", {})
    files = [*(wheels if isinstance(wheels, list) else []), sdist]
    return [file for file in files if isinstance(file, dict)]


def _check_version(lock: TomlFile) -> None:
    version = lock.data.get("lock-version")
    if isinstance(version, str) and version.partition(".")[0] == "1":
        return
    problem = "has no `lock-version`" if version is None else "is of a version that is not known"
    raise InputError(
        f"the lock {problem}",
        place=lock.fault("", "", "lock-version").place,
        remedy="`lock-version` 1.x is read (PEP 751); `uv export --format pylock.toml` writes one.",
    )
