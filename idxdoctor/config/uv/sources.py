"""The files whose requirements a command reads, and where their `[tool.uv.sources]` say that a project comes from."""

from __future__ import annotations

from typing import Any, NamedTuple

from idxdoctor.config.names import normalized_name
from idxdoctor.config.surroundings import Surroundings, shown_path
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.requirements import PROJECT_FILE, named_files
from idxdoctor.config.uv.workspace import (
    project_file,
    project_files,
    working_folder,
    workspace_root,
)
from idxdoctor.model.errors import InputError, Place


class Source(NamedTuple):
    """Where a project comes from: one entry of `[tool.uv.sources]`, the file that it stands in, and its key there."""

    entry: dict[str, Any]
    file: TomlFile
    key: str


def sources_for(surroundings: Surroundings, file: TomlFile) -> dict[str, list[Source]]:
    """Return the sources that count for a member, by normalized name: its own, else the workspace's."""
    root = workspace_root(surroundings)
    return (_sources(root[1]) if root else {}) | _sources(file)


def requiring_files(surroundings: Surroundings) -> list[TomlFile]:
    """Return the `pyproject.toml`s whose requirements are read: the workspace's, for `uv pip` the project's alone."""
    if surroundings.command[:1] != ("pip",):
        return project_files(surroundings)
    if named := named_projects(surroundings):
        return named
    found = project_file(surroundings)
    return [found[1]] if found else []


def named_projects(surroundings: Surroundings) -> list[TomlFile]:
    """Return the `pyproject.toml`s that a `uv pip` command names. Raises `InputError` where one is missing."""
    files: list[TomlFile] = []
    for name in named_files(surroundings):
        path = working_folder(surroundings) / name
        if path.name != PROJECT_FILE:
            continue
        file = TomlFile.read(surroundings.files, path)
        if file is None:
            raise InputError("there is no such file", place=Place(shown_path(surroundings.files, path)))
        files.append(file)
    return files


def _sources(file: TomlFile) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = {}
    for key, value in file.table("tool", "uv", "sources").items():
        for entry in value if isinstance(value, list) else [value]:
            if not isinstance(entry, dict):
                raise file.fault(f"the source of `{key}` must be a table", "tool.uv.sources", key)
            found.setdefault(normalized_name(key), []).append(Source(entry, file, key))
    return found
