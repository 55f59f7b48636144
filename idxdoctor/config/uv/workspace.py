"""Which folder's configuration counts: the workspace's, for a project that is a member of one.

uv: uv-workspace/src/workspace.rs discover, uv/src/lib.rs.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.options import last_given


def folders_upward(folder: Path) -> Iterator[Path]:
    """Return the folder and its parents, nearest first."""
    return iter((folder, *folder.parents))


def working_folder(surroundings: Surroundings) -> Path:
    """Return the folder that uv works from: the current one, or what `--directory` names."""
    given = last_given(surroundings, "directory")
    return surroundings.files.project / given.text if given else surroundings.files.project


def project_folder(surroundings: Surroundings) -> Path:
    """Return the folder from which uv looks for a project: the working folder, or what `--project` names."""
    given = last_given(surroundings, "project")
    folder = working_folder(surroundings)
    return folder / given.text if given else folder


def project_file(surroundings: Surroundings) -> tuple[Path, TomlFile] | None:
    """Return the nearest `pyproject.toml` going up from the project folder, and the folder that it stands in."""
    return next(_projects(surroundings, project_folder(surroundings)), None)


def workspace_root(surroundings: Surroundings) -> tuple[Path, TomlFile] | None:
    """Return the root of the workspace that the project belongs to: another folder above, or its own.

    None where there is no project.
    """
    nearest = project_file(surroundings)
    if nearest is None or "workspace" in nearest[1].table("tool", "uv"):
        return nearest
    for folder, file in _projects(surroundings, nearest[0].parent):
        if "workspace" in file.table("tool", "uv"):
            return (folder, file) if _has_member(file, nearest[0].relative_to(folder)) else nearest
    return nearest


def project_files(surroundings: Surroundings) -> list[TomlFile]:
    """Return the workspace's `pyproject.toml` and the project's own, each once."""
    found = (workspace_root(surroundings), project_file(surroundings))
    return list({place[1].name: place[1] for place in found if place}.values())


def _projects(surroundings: Surroundings, folder: Path) -> Iterator[tuple[Path, TomlFile]]:
    for candidate in folders_upward(folder):
        if file := TomlFile.read(surroundings.files, candidate / "pyproject.toml"):
            yield candidate, file


def _has_member(root: TomlFile, member: Path) -> bool:
    included, excluded = _globs(root, "members"), _globs(root, "exclude")
    return any(_matches(member, glob) for glob in included) and not any(_matches(member, glob) for glob in excluded)


def _globs(root: TomlFile, key: str) -> list[str]:
    globs = root.table("tool", "uv", "workspace").get(key, [])
    if not isinstance(globs, list) or not all(isinstance(glob, str) for glob in globs):
        raise root.fault(f"`{key}` must be a list of texts", "tool.uv.workspace", key)
    return globs


def _matches(path: Path, glob: str) -> bool:
    """Say whether a path fits a pattern whose `*` stays within one segment; `**` stands for any number of them."""
    parts, matched = path.parts, {0}
    for segment in Path(glob).parts:
        if segment == "**":
            matched = {end for begin in matched for end in range(begin, len(parts) + 1)}
        else:
            matched = {n + 1 for n in matched if n < len(parts) and fnmatchcase(parts[n], segment)}
    return len(parts) in matched
