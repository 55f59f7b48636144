"""What the requirements of a `pyproject.toml` ask indexes for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from idxdoctor.config.names import normalized_name
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.model.errors import InputError, Place

_REQUIREMENT: Final = re.compile(
    r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*+(?:\[[^\]]*\])?\s*+(?:$|(@)|[<>=!~;(])"
)
_UNNAMED: Final = re.compile(
    r"\s*(?:[./~\\]|[A-Za-z][A-Za-z0-9+.-]*:|[^\s;@\[]*[/\\]|\S+\.(?:whl|zip|tar\.(?:gz|bz2|xz|zst|lzma)|tgz|tbz|txz)\b)"
)


def required_names(file: TomlFile) -> list[str]:
    """Return the normalized names that a project's dependencies, extras and groups ask for, each once.

    Raises `InputError` where a requirement or one of the lists is none.
    """
    named = (requirement_name(text, Place(file.name)) for text in _requirements(file))
    return [name for name in dict.fromkeys(named) if name]


def _requirements(file: TomlFile) -> Iterator[str]:
    """Return the requirements of all lists; what is no text, such as an included group, is in another list."""
    extras, groups = ("project", "optional-dependencies"), ("dependency-groups",)
    lists = [
        (("project",), "dependencies"),
        *((extras, name) for name in file.table(*extras)),
        *((groups, name) for name in file.table(*groups)),
        (("tool", "uv"), "dev-dependencies"),
    ]
    for table, key in lists:
        yield from _texts(file, table, key)


def _texts(file: TomlFile, table: tuple[str, ...], key: str) -> Iterator[str]:
    entries = file.table(*table).get(key, [])
    if not isinstance(entries, list):
        raise file.fault(f"`{key}` must be a list", ".".join(table), key)
    return (entry for entry in entries if isinstance(entry, str))


class Required(NamedTuple):
    """A normalized name that a list of requirements asks for, and whose extra or group that list is."""

    name: str
    extra: str | None = None
    group: str | None = None


def requirements_in_order(file: TomlFile) -> Iterator[Required]:
    """Return what a project asks for in the order in which uv looks up its sources: groups by name, then the project.

    uv: uv-distribution/src/metadata/requires_dist.rs from_project_workspace. Raises `InputError` as `required_names`.
    """
    groups = {name: list(_names(file, ("dependency-groups",), name)) for name in file.table("dependency-groups")}
    groups.setdefault("dev", []).extend(_names(file, ("tool", "uv"), "dev-dependencies"))
    for group in sorted(groups):
        yield from (Required(name, group=normalized_name(group)) for name in groups[group])
    yield from (Required(name) for name in _names(file, ("project",), "dependencies"))
    extras = ("project", "optional-dependencies")
    for extra in file.table(*extras):
        yield from (Required(name, extra=normalized_name(extra)) for name in _names(file, extras, extra))


def _names(file: TomlFile, table: tuple[str, ...], key: str) -> Iterator[str]:
    named = (requirement_name(text, Place(file.name)) for text in _texts(file, table, key))
    return (name for name in named if name)


def requirement_name(text: str, place: Place) -> str | None:
    """Return the normalized name that a requirement asks an index for, or None where it names a URL or a path.

    Raises `InputError` where it has no name, or what follows the name is neither a version nor a marker.
    """
    if _UNNAMED.match(text):
        return None
    match = _REQUIREMENT.match(text)
    if match is None:
        raise InputError("a requirement has no name", place=place, remedy="Write it as `name>=1.0`.")
    return None if match[2] else normalized_name(match[1])
