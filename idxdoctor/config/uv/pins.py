"""Projects that `[tool.uv.sources]` pins to one index (uv: lowering.rs)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from idxdoctor.config.names import normalized_name
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.dependencies import Required, required_names, requirements_in_order
from idxdoctor.config.uv.indexes import indexes_of_option, indexes_of_project, with_credentials
from idxdoctor.config.uv.no_index import asks_no_index
from idxdoctor.config.uv.options import is_switched_on
from idxdoctor.config.uv.sources import requiring_files, sources_for
from idxdoctor.config.uv.workspace import (
    workspace_root,
)
from idxdoctor.model.credential import Provenance
from idxdoctor.model.plan import Index


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
    for file in requiring_files(surroundings):
        named = {index.name: index for index in _candidates(surroundings, file) if index.name}
        required = required_names(file)
        for project, sources in sources_for(surroundings, file).items():
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
    for file in requiring_files(surroundings):
        sources = sources_for(surroundings, file)
        for required in requirements_in_order(file) if _is_whole(file) else map(Required, sources):
            for source in sources.get(required.name, ()):
                place = source.file.place("tool.uv.sources", source.key)
                index = targets.get((required.name, place, source.entry.get("index")))
                if index is not None and _is_for(source.entry, required):
                    yield index


def _is_whole(file: TomlFile) -> bool:
    """Say whether a file says what its project needs; a scenario's may leave that to the packages that are given."""
    return any(file.table(*table) for table in (("project",), ("dependency-groups",), ("tool", "uv", "workspace")))


def _is_for(entry: dict[str, Any], required: Required) -> bool:
    """Say whether a source that is for one extra or group is for the list that a requirement stands in."""
    wanted = ("extra", required.extra), ("group", required.group)
    return all(normalized_name(str(entry[key])) == own for key, own in wanted if key in entry)


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
