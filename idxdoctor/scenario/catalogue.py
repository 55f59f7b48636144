"""The scenarios that come with the tool, and how a person names one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from idxdoctor.model.errors import InputError, Place


@cache
def shipped_scenarios() -> tuple[Path, ...]:
    """Return the files of the scenarios that come with the tool: in the wheel inside the package, else beside it."""
    package = Path(__file__).parent.parent
    folders = (package / "scenarios", package.parent / "scenarios")
    folder = next((folder for folder in folders if folder.is_dir()), None)
    return () if folder is None else tuple(sorted(folder.rglob("*.yaml")))


def find_scenario(name: str) -> Path:
    """Return the file that a path or the id of a shipped scenario means. Raises `InputError` where it means none."""
    path = Path(name)
    if _is(path.is_file):
        return path
    by_id = {path.stem: path for path in shipped_scenarios()}
    if name in by_id:
        return by_id[name]
    from difflib import get_close_matches

    close = get_close_matches(name, by_id, 1)
    meant = f"`{close[0]}` was meant? " if close else ""
    raise InputError(
        f"there is no scenario file or id `{name}`", remedy=f"{meant}`idxdoctor scenarios` lists those that come along."
    )


def find_scenarios(names: Iterable[str]) -> list[Path]:
    """Return the files that names mean: files, folders with all below them, ids of shipped scenarios."""
    paths: list[Path] = []
    for name in names:
        paths += scenario_files([Path(name)]) if _is(Path(name).is_dir) else [find_scenario(name)]
    return paths


def _is(kind: Callable[[], bool]) -> bool:
    """Say whether a path is of a kind; one that is too long for the system is of none."""
    try:
        return kind()
    except OSError:
        return False


def scenario_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Return the scenario files that paths name; a folder stands for every `.yaml` file below it, sorted.

    Raises `InputError` where a path does not exist or a folder holds none.
    """
    for path in paths:
        if path.is_dir():
            found = sorted(path.rglob("*.yaml"))
            if not found:
                raise InputError("the folder holds no scenario (*.yaml)", place=Place(str(path)))
            yield from found
        elif path.exists():
            yield path
        else:
            raise InputError(
                "there is no such file or folder",
                place=Place(str(path)),
                remedy="`idxdoctor scenarios` lists those that come with the tool; they go by their id.",
            )
