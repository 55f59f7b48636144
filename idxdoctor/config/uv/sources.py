"""What a project needs, and which of it is pinned to one index by `[tool.uv.sources]` (uv: lowering.rs)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from idxdoctor.config.names import normalized_name
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.indexes import indexes_of_option, indexes_of_project, with_credentials
from idxdoctor.config.uv.options import is_switched_on
from idxdoctor.config.uv.requirements import requirement_lines
from idxdoctor.config.uv.workspace import project_file, project_files, workspace_root
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.plan import Index

_REQUIREMENT: Final = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(@?)")


def pinned_indexes(surroundings: Surroundings) -> dict[str, Index]:
    """Return for each project name that sources pin to an index that index.

    The name is looked up among the indexes of the command line, of this `pyproject.toml` and of the workspace's;
    raises `InputError` where it is none of theirs.
    """
    found = project_file(surroundings)
    file = found[1] if found else None
    if file is None or is_switched_on(surroundings, "no-sources"):
        return {}
    named = {index.name: index for index in _candidates(surroundings, file) if index.name}
    pins: dict[str, Index] = {}
    for project, source in _sources(file):
        name = source.get("index")
        if name is None:
            continue
        if name not in named:
            raise file.fault(
                f"`{project}` comes from the index `{name}`, which is defined neither here nor on the command line",
                "tool.uv.sources",
                project,
            )
        pins[normalized_name(project)] = with_credentials(named[name], surroundings.env)
    return pins


def project_indexes(surroundings: Surroundings) -> tuple[Index, ...]:
    """Return the indexes that the workspace's `pyproject.toml` defines, then the project's own (uv: lock_target.rs)."""
    files = project_files(surroundings)
    return tuple(with_credentials(index, surroundings.env) for file in files for index in indexes_of_project(file))


def _candidates(surroundings: Surroundings, file: TomlFile) -> list[Index]:
    """Return the indexes that a source may name, the one that counts last."""
    root = workspace_root(surroundings)
    own, shared = indexes_of_project(file), indexes_of_project(root[1]) if root else []
    given = [*indexes_of_option(surroundings, "default-index"), *indexes_of_option(surroundings, "index")]
    return [*reversed(shared), *reversed(own), *reversed(given)]


def _sources(file: TomlFile) -> Iterator[tuple[str, dict[str, Any]]]:
    for project, source in file.table("tool", "uv", "sources").items():
        for entry in source if isinstance(source, list) else [source]:
            if not isinstance(entry, dict):
                raise file.fault(f"the source of `{project}` must be a table", "tool.uv.sources", project)
            yield project, entry


def project_dependencies(surroundings: Surroundings) -> list[str]:
    """Return the normalized names of what the command needs from indexes.

    They stand in the requirements files that it names, else in the project: dependencies, extras and groups. What
    comes from a path, a URL, a repository or the workspace needs no index and is left out.
    """
    if lines := requirement_lines(surroundings):
        named = [requirement_name(line.value, Place(str(line.provenance))) for line in lines if not line.option]
        return [name for name in dict.fromkeys(named) if name]
    found = project_file(surroundings)
    if found is None:
        return []
    file = found[1]
    elsewhere = {normalized_name(name) for name, source in _sources(file) if "index" not in source}
    names = [requirement_name(text, Place(file.name)) for text in _requirements(file)]
    return [name for name in dict.fromkeys(names) if name and name not in elsewhere]


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
        entries = file.table(*table).get(key, [])
        if not isinstance(entries, list):
            raise file.fault(f"`{key}` must be a list", ".".join(table), key)
        yield from (entry for entry in entries if isinstance(entry, str))


def requirement_name(text: str, place: Place) -> str | None:
    """Return the normalized name that a requirement asks an index for, or None where it names a URL."""
    match = _REQUIREMENT.match(text)
    if match is None:
        raise InputError("a requirement has no name", place=place, remedy="Write it as `name>=1.0`.")
    return None if match[2] else normalized_name(match[1])
