"""Which folder's configuration counts: the workspace's, for a project that is a member of one.

uv: uv-workspace/src/workspace.rs discover, uv/src/lib.rs.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from idxdoctor.config.names import normalized_name
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
    """Return the `pyproject.toml` of every member of the workspace, by project name; a root without one comes first.

    They are what a lock is made of (uv: Workspace::collect_members). A project alone is the only member of its own;
    empty where there is no project.
    """
    root = workspace_root(surroundings)
    if root is None:
        return []
    files = [root[1], *(file for file in _members(surroundings, *root) if file.name != root[1].name)]
    return sorted(files, key=lambda file: project_name(file) or "")


def project_name(file: TomlFile) -> str | None:
    """Return the normalized name of the project that a `pyproject.toml` describes, or None where it has none."""
    name = file.table("project").get("name")
    return normalized_name(name) if isinstance(name, str) else None


def _members(surroundings: Surroundings, folder: Path, root: TomlFile) -> Iterator[TomlFile]:
    """Return the projects in the folders that `members` matches, but excluded ones and those with `managed = false`."""
    found = {place for glob in _globs(root, "members") for place in _matching(surroundings, folder, Path(glob).parts)}
    for place in sorted(found):
        file = TomlFile.read(surroundings.files, place / "pyproject.toml")
        if (
            file
            and _has_member(root, place.relative_to(folder))
            and file.table("tool", "uv").get("managed") is not False
        ):
            yield file


def _matching(surroundings: Surroundings, folder: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    """Return the folders that a pattern's segments lead to."""
    if not parts:
        yield folder
        return
    segment, *rest = parts
    if segment == "**":
        yield from _matching(surroundings, folder, tuple(rest))
    for inner in surroundings.files.folders(folder):
        if segment == "**":
            yield from _matching(surroundings, inner, parts)
        elif fnmatchcase(inner.name, segment):
            yield from _matching(surroundings, inner, tuple(rest))


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
