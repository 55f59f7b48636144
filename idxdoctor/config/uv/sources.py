"""What a project needs, and which of it is pinned to one index by `[tool.uv.sources]` (uv: lowering.rs)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from idxdoctor.config.markers import may_apply_here
from idxdoctor.config.names import normalized_name
from idxdoctor.config.surroundings import Surroundings, shown_path
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.dependencies import Required, required_names, requirement_name, requirements_in_order
from idxdoctor.config.uv.homes import locked_homes
from idxdoctor.config.uv.indexes import indexes_of_option, indexes_of_project, with_credentials
from idxdoctor.config.uv.no_index import asks_no_index
from idxdoctor.config.uv.options import is_switched_on
from idxdoctor.config.uv.requirements import PROJECT_FILE, named_files, requirement_lines
from idxdoctor.config.uv.workspace import (
    project_file,
    project_files,
    project_name,
    working_folder,
    workspace_root,
)
from idxdoctor.model.credential import Provenance
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.plan import Index


class Source(NamedTuple):
    """Where a project comes from: one entry of `[tool.uv.sources]`, the file that it stands in, and its key there."""

    entry: dict[str, Any]
    file: TomlFile
    key: str


class Pin(NamedTuple):
    """A project that a source pins to an index.

    `is_needed` says that the member itself requires it, `always` that it is pinned whatever the platform, extra or
    group.
    """

    project: str
    target: Index
    provenance: Provenance
    is_needed: bool
    always: bool


def pinned_indexes(surroundings: Surroundings) -> dict[str, Index]:
    """Return for each project name that sources pin to an index that index.

    A pin of one member of a workspace counts for all (uv: uv-resolver/src/resolver/indexes.rs), first that of a member
    that requires the project. Raises `InputError` as `pins` does.
    """
    in_turn = sorted(pins(surroundings), key=lambda pin: pin.is_needed)
    return {pin.project: with_credentials(pin.target, surroundings.env) for pin in in_turn}


def pins(surroundings: Surroundings) -> Iterator[Pin]:
    """Return what the sources pin, member by member.

    The name is looked up among the indexes of the command line, of the member's `pyproject.toml` and of the
    workspace's; raises `InputError` where it is none of theirs.
    """
    if is_switched_on(surroundings, "no-sources"):
        return
    for file in _files(surroundings):
        named = {index.name: index for index in _candidates(surroundings, file) if index.name}
        required = required_names(file)
        for project, sources in _sources_for(surroundings, file).items():
            for source in sources:
                if (name := source.entry.get("index")) is None:
                    continue
                if name not in named:
                    raise source.file.fault(
                        f"`{source.key}` comes from the index `{name}`, which is defined neither here nor on the "
                        "command line",
                        "tool.uv.sources",
                        source.key,
                    )
                place = source.file.place("tool.uv.sources", source.key)
                yield Pin(project, named[name], place, project in required, len(source.entry) == 1)


def taught_indexes(surroundings: Surroundings) -> tuple[Index, ...]:
    """Return the indexes that uv comes upon as sources of requirements, in the order of these, member by member.

    Each teaches uv its credentials once more. Raises `InputError` as `pins` does.
    """
    targets = {(pin.project, pin.provenance, pin.target.name): pin.target for pin in pins(surroundings)}
    return tuple(with_credentials(index, surroundings.env) for index in _taught(surroundings, targets))


def _taught(surroundings: Surroundings, targets: dict[tuple[str, Provenance, str | None], Index]) -> Iterator[Index]:
    for file in _files(surroundings):
        sources = _sources_for(surroundings, file)
        for required in requirements_in_order(file):
            for source in sources.get(required.name, ()):
                place = source.file.place("tool.uv.sources", source.key)
                index = targets.get((required.name, place, source.entry.get("index")))
                if index is not None and _is_for(source.entry, required):
                    yield index


def _is_for(entry: dict[str, Any], required: Required) -> bool:
    """Say whether a source that is for one extra or group is for the list that a requirement stands in."""
    wanted = ("extra", required.extra), ("group", required.group)
    return all(normalized_name(str(entry[key])) == own for key, own in wanted if key in entry)


def project_indexes(surroundings: Surroundings) -> tuple[Index, ...]:
    """Return the indexes that the `pyproject.toml`s of the workspace define, those of a file together.

    uv: uv/src/commands/project/lock_target.rs indexes.
    """
    files = project_files(surroundings)
    return tuple(with_credentials(index, surroundings.env) for file in files for index in indexes_of_project(file))


def project_dependencies(surroundings: Surroundings) -> list[str]:
    """Return the normalized names of what the command needs from indexes.

    They stand in the lock, and in the requirements files that the command names, else in the projects of the
    workspace, which uv locks as a whole: dependencies, extras and groups. What comes from a path, a URL, a
    repository or the workspace needs no index and is left out, and what a requirements file wants on other machines.
    """
    needed: list[str | None] = [*locked_homes(surroundings)]
    if named_files(surroundings):
        listed = (line for line in requirement_lines(surroundings) if not line.option and may_apply_here(line.value))
        needed += [requirement_name(line.value, _place(line.provenance)) for line in listed]
        files = _named_projects(surroundings)
    else:
        files = _files(surroundings)
    members = {project_name(file) for file in files}
    needed += [name for file in files for name in _needed(surroundings, file)]
    return [name for name in dict.fromkeys(needed) if name and name not in members]


def _needed(surroundings: Surroundings, file: TomlFile) -> Iterator[str]:
    sources = _sources_for(surroundings, file)
    for name in required_names(file):
        if all("index" in source.entry for source in sources.get(name, ())):
            yield name


def _files(surroundings: Surroundings) -> list[TomlFile]:
    """Return the `pyproject.toml`s whose requirements are read: the workspace's, for `uv pip` the project's alone."""
    if surroundings.command[:1] != ("pip",):
        return project_files(surroundings)
    if named := _named_projects(surroundings):
        return named
    found = project_file(surroundings)
    return [found[1]] if found else []


def _named_projects(surroundings: Surroundings) -> list[TomlFile]:
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


def _place(provenance: Provenance) -> Place:
    return Place(provenance.file or str(provenance), provenance.line)


def _candidates(surroundings: Surroundings, file: TomlFile) -> list[Index]:
    """Return the indexes that a source may name, the one that counts last.

    Where no index is to be asked, those of the command line are none (uv: uv-distribution-types/src/index_url.rs
    indexes).
    """
    root = workspace_root(surroundings)
    own, shared = indexes_of_project(file), indexes_of_project(root[1]) if root else []
    given = [*indexes_of_option(surroundings, "default-index"), *indexes_of_option(surroundings, "index")]
    if asks_no_index(surroundings):
        given = []
    return [*reversed(shared), *reversed(own), *reversed(given)]


def _sources_for(surroundings: Surroundings, file: TomlFile) -> dict[str, list[Source]]:
    """Return the sources that count for a member, by normalized name: its own, else the workspace's."""
    root = workspace_root(surroundings)
    return (_sources(root[1]) if root else {}) | _sources(file)


def _sources(file: TomlFile) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = {}
    for key, value in file.table("tool", "uv", "sources").items():
        for entry in value if isinstance(value, list) else [value]:
            if not isinstance(entry, dict):
                raise file.fault(f"the source of `{key}` must be a table", "tool.uv.sources", key)
            found.setdefault(normalized_name(key), []).append(Source(entry, file, key))
    return found
