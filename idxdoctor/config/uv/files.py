"""Which configuration files uv reads, and in which order (uv: uv/src/lib.rs, uv-settings/src/lib.rs)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.options import is_switched_on, last_given
from idxdoctor.config.uv.workspace import folders_upward, project_folder, working_folder, workspace_root
from idxdoctor.model.errors import InputError, Place


class Settings(NamedTuple):
    """One file's uv settings: the table itself, and the name under which it stands in the file ("" for the top)."""

    file: TomlFile
    table: str
    data: dict[str, Any]

    def sub(self, name: str) -> Settings:
        """Return a table inside, such as `pip`; empty where there is none."""
        inner = self.data.get(name, {})
        if not isinstance(inner, dict):
            raise self.file.fault(f"`{name}` must be a table", self.table, name)
        return Settings(self.file, self.path(name), inner)

    def path(self, name: str) -> str:
        """Return the name of a table inside, as a header spells it."""
        return f"{self.table}.{name}" if self.table else name


def settings_files(surroundings: Surroundings) -> list[Settings]:
    """Return the settings that uv would merge: the project's (not for `uv tool`), the user's, the system's.

    Raises `InputError` where one of the files can't be read or is no TOML.
    """
    if given := last_given(surroundings, "config-file"):
        path = working_folder(surroundings) / given.text
        file = TomlFile.read(surroundings.files, path)
        if file is None:
            raise InputError(
                "the file does not exist", place=Place(given.text), remedy=f"It is named by {given.provenance}."
            )
        return [Settings(file, "", file.data)]
    if is_switched_on(surroundings, "no-config"):
        return []
    of_the_user = surroundings.command[:1] in {("tool",), ("self",)}
    project = None if of_the_user else _project_settings(surroundings)
    found = (project, _user_settings(surroundings), _system_settings(surroundings))
    return [settings for settings in found if settings is not None]


def _project_settings(surroundings: Surroundings) -> Settings | None:
    """Return the nearest file going up from the workspace's root; in one folder `uv.toml` beats `pyproject.toml`."""
    root = workspace_root(surroundings)
    for folder in folders_upward(root[0] if root else project_folder(surroundings)):
        if file := TomlFile.read(surroundings.files, folder / "uv.toml"):
            return Settings(file, "", file.data)
        file = TomlFile.read(surroundings.files, folder / "pyproject.toml")
        if file and "uv" in file.table("tool"):
            return Settings(file, "tool.uv", file.table("tool", "uv"))
    return None


def _user_settings(surroundings: Surroundings) -> Settings | None:
    base = surroundings.env.get("XDG_CONFIG_HOME")
    folder = Path(base) if base else surroundings.files.home / ".config"
    return _whole(surroundings, folder / "uv" / "uv.toml")


def _system_settings(surroundings: Surroundings) -> Settings | None:
    if is_switched_on(surroundings, "no-system-config"):
        return None
    folders = surroundings.env.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    candidates = [Path(folder) / "uv" / "uv.toml" for folder in folders.split(":") if folder]
    for path in (*candidates, Path("/etc/uv/uv.toml")):
        if settings := _whole(surroundings, path):
            return settings
    return None


def _whole(surroundings: Surroundings, path: Path) -> Settings | None:
    file = TomlFile.read(surroundings.files, path)
    return None if file is None else Settings(file, "", file.data)
