"""The index that must serve a package, as the lock files say that are checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from idxdoctor.config.locked import Locked, locked_index, named_tables
from idxdoctor.config.pylock import NAME as PYLOCK
from idxdoctor.config.pylock import locked_by_pylock
from idxdoctor.config.surroundings import Surroundings, shown_path
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.workspace import working_folder, workspace_root
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.plan import Index
from idxdoctor.model.url import Url

LOCK: Final = "uv.lock"


def is_lock(path: Path) -> bool:
    """Say whether a file is a lock, by its name."""
    return path.name == LOCK or PYLOCK.fullmatch(path.name) is not None


def project_locks(surroundings: Surroundings) -> tuple[Path, ...]:
    """Return the lock of the project: `uv.lock` of the workspace, else a `pylock.toml`; none where neither is there."""
    root = workspace_root(surroundings)
    folder = root[0] if root else working_folder(surroundings)
    candidates = (folder / LOCK, folder / "pylock.toml")
    return next(((path,) for path in candidates if surroundings.files.read(path) is not None), ())


def locked_homes(surroundings: Surroundings) -> dict[str, tuple[Index, ...]]:
    """Return for each package of the locks the indexes that must serve it; an empty tuple where the lock names none.

    A package that is locked at several versions may come from several. Raises `InputError` where a lock is not there
    or can't be read.
    """
    homes: dict[str, tuple[Index, ...]] = {}
    for path in surroundings.locks:
        for name, index in _locked(surroundings, path):
            known = homes.setdefault(name, ())
            if index is not None and not any(same_index(index.url, other.url) for other in known):
                homes[name] = (*known, index)
    return homes


def configured_homes(surroundings: Surroundings, defined: Sequence[Index]) -> dict[str, tuple[Index, ...]]:
    """Return the same with the definition of each index that is configured, so that its credentials are known.

    `defined` are the configured indexes, the one that counts first.
    """
    homes = locked_homes(surroundings)
    return {name: tuple(_defined(index, defined) for index in indexes) for name, indexes in homes.items() if indexes}


def same_index(one: Url, other: Url) -> bool:
    """Say whether two URLs are those of one index: userinfo and a slash at the end make no difference.

    uv: uv-distribution-types/src/index_url.rs without_credentials, uv-resolver/src/lock/mod.rs satisfies.
    """
    return one.reveal().rstrip("/") == other.reveal().rstrip("/")


def _defined(index: Index, defined: Sequence[Index]) -> Index:
    return next((other for other in defined if same_index(index.url, other.url)), index)


def _locked(surroundings: Surroundings, path: Path) -> Iterator[Locked]:
    lock = TomlFile.read(surroundings.files, path)
    if lock is None:
        raise InputError(
            "there is no such lock file",
            place=Place(shown_path(surroundings.files, path)),
            remedy="`uv lock` writes a uv.lock, `uv export --format pylock.toml` a pylock.toml.",
        )
    return _by_uv(lock) if path.name == LOCK else locked_by_pylock(lock)


def _by_uv(lock: TomlFile) -> Iterator[Locked]:
    """Return the packages that come from an index, not from a folder, a URL or a repository."""
    if lock.data.get("version") != 1:
        raise InputError(
            "this is no lock file of uv, or one of a version that is not known",
            place=lock.fault("", "", "version").place,
            remedy="`version = 1` is read; `uv lock` writes one.",
        )
    for name, package, line in named_tables(lock, "package"):
        source = package.get("source", {})
        registry = source.get("registry") if isinstance(source, dict) else None
        if isinstance(registry, str) and "://" in registry:
            yield Locked(name, locked_index(lock, registry, line))
