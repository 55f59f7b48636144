"""What a project needs from indexes."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.config.markers import may_apply_here
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.dependencies import required_names, requirement_name
from idxdoctor.config.uv.homes import locked_homes
from idxdoctor.config.uv.requirements import named_files, requirement_lines
from idxdoctor.config.uv.sources import named_projects, requiring_files, sources_for
from idxdoctor.config.uv.workspace import project_name
from idxdoctor.model.credential import Provenance
from idxdoctor.model.errors import Place


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
        files = named_projects(surroundings)
    else:
        files = requiring_files(surroundings)
    members = {project_name(file) for file in files}
    needed += [name for file in files for name in _needed(surroundings, file)]
    return [name for name in dict.fromkeys(needed) if name and name not in members]


def _needed(surroundings: Surroundings, file: TomlFile) -> Iterator[str]:
    sources = sources_for(surroundings, file)
    for name in required_names(file):
        if all("index" in source.entry for source in sources.get(name, ())):
            yield name


def _place(provenance: Provenance) -> Place:
    return Place(provenance.file or str(provenance), provenance.line)
