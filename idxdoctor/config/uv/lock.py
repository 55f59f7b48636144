"""The files that a lock names: what `uv sync --frozen` fetches without asking any index (uv: uv-resolver/src/lock)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from idxdoctor.config.names import normalized_name
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.options import is_switched_on
from idxdoctor.config.uv.workspace import working_folder, workspace_root
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError


def locked_files(surroundings: Surroundings) -> dict[str, Url]:
    """Return for each locked package of an index the file that would be fetched; empty for any other command.

    Raises `InputError` where the lock is missing or can't be read.
    """
    by_lock = any(is_switched_on(surroundings, name) for name in ("frozen", "locked"))
    if surroundings.command[:1] != ("sync",) or not by_lock:
        return {}
    root = workspace_root(surroundings)
    folder = root[0] if root else working_folder(surroundings)
    lock = TomlFile.read(surroundings.files, folder / "uv.lock")
    if lock is None:
        raise InputError("there is no lock file", place=Place("uv.lock"), remedy="`uv lock` writes one.")
    return {normalized_name(name): url for name, url in _files(lock)}


def _files(lock: TomlFile) -> Iterator[tuple[str, Url]]:
    for position, package in enumerate(_tables(lock.data.get("package", []), lock)):
        entry = _preferred(package, lock)
        if entry is None:
            continue
        try:
            yield str(package.get("name", "")), Url.parse(str(entry["url"]))
        except UrlError as error:
            raise lock.fault(f"a file's URL can't be read: {error}", "package", nth=position) from None


def _preferred(package: dict[str, Any], lock: TomlFile) -> dict[str, Any] | None:
    """Return the pure wheel, else the first wheel, else the source distribution; None for what no index has."""
    [source] = _tables([package.get("source", {})], lock)
    if "registry" not in source:
        return None
    wheels = [wheel for wheel in _tables(package.get("wheels", []), lock) if "url" in wheel]
    pure = [wheel for wheel in wheels if re.split("[?#]", str(wheel["url"]))[0].endswith("-none-any.whl")]
    sdists = [sdist for sdist in _tables([package.get("sdist", {})], lock) if "url" in sdist]
    return next(iter((*pure, *wheels, *sdists)), None)


def _tables(values: object, lock: TomlFile) -> list[dict[str, Any]]:
    """Return a list of tables as one. Raises `InputError` where it is something else, which uv would not write."""
    if isinstance(values, list) and all(isinstance(value, dict) for value in values):
        return values
    raise lock.fault("this is no lock file of uv: packages, sources and files must be tables", "", "package")
