"""The files that a lock names: what `uv sync --frozen` fetches without asking any index (uv: uv-resolver/src/lock)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from idxdoctor.config.names import normalized_name
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.options import is_switched_on
from idxdoctor.config.uv.workspace import workspace_root
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.url import Url, UrlError


def locked_files(surroundings: Surroundings) -> dict[str, Url]:
    """Return for each locked package of an index the file that would be fetched; empty for any other command.

    Raises `InputError` where the lock is missing or can't be read.
    """
    if surroundings.command[:1] != ("sync",) or not is_switched_on(surroundings, "frozen"):
        return {}
    root = workspace_root(surroundings)
    folder = root[0] if root else surroundings.files.project
    lock = TomlFile.read(surroundings.files, folder / "uv.lock")
    if lock is None:
        raise InputError("there is no lock file", place=Place("uv.lock"), remedy="`uv lock` writes one.")
    return {normalized_name(name): url for name, url in _files(lock)}


def _files(lock: TomlFile) -> Iterator[tuple[str, Url]]:
    for position, package in enumerate(lock.data.get("package", [])):
        entry = _preferred(package)
        if entry is None:
            continue
        try:
            yield str(package.get("name", "")), Url.parse(str(entry["url"]))
        except UrlError as error:
            raise lock.fault(f"a file's URL can't be read: {error}", "package", nth=position) from None


def _preferred(package: dict[str, Any]) -> dict[str, Any] | None:
    """Return the pure wheel, else the first wheel, else the source distribution; None for what no index has."""
    if "registry" not in package.get("source", {}):
        return None
    wheels = [wheel for wheel in package.get("wheels", []) if "url" in wheel]
    pure = [wheel for wheel in wheels if str(wheel["url"]).partition("#")[0].endswith("-none-any.whl")]
    sdist = package.get("sdist", {})
    found: list[dict[str, Any]] = [*pure, *wheels, *([sdist] if "url" in sdist else [])]
    return found[0] if found else None
