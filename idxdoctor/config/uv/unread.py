"""Indexes and credentials that stand where the command at hand does not read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.config.netrc import read_netrc
from idxdoctor.config.netrc_edit import netrc_path
from idxdoctor.config.surroundings import Surroundings, shown_path
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.files import settings_files
from idxdoctor.config.uv.indexes import indexes_of_project, indexes_of_setting, parse_url, with_credentials
from idxdoctor.config.uv.options import is_switched_on, last_given
from idxdoctor.config.uv.workspace import project_files, workspace_root
from idxdoctor.model.credential import Provenance
from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import Index, NetrcEntry, UnreadIndex, UnreadKind

_PIP_FILES: Final = (".config/pip/pip.conf", ".pip/pip.conf")
_PIP_KEYS: Final = {"index-url": True, "extra-index-url": False}


def unread_indexes(surroundings: Surroundings) -> tuple[UnreadIndex, ...]:
    """Return the indexes that stand in pip's tables and files, in a member's or in a hidden project file."""
    found = [*_of_pip_tables(surroundings), *_of_projects(surroundings), *_of_pip(surroundings)]
    return tuple(one._replace(definition=with_credentials(one.definition, surroundings.env)) for one in found)


def unread_netrc(surroundings: Surroundings) -> tuple[NetrcEntry, ...]:
    """Return the entries of `~/.netrc` where NETRC names another file; none where they can't be read."""
    home = surroundings.files.home / ".netrc"
    if netrc_path(surroundings) == home:
        return ()
    try:
        return read_netrc(surroundings.files, home) or ()
    except InputError:
        return ()


def _of_pip_tables(surroundings: Surroundings) -> Iterator[UnreadIndex]:
    """The `pip` tables are read by `uv pip` alone."""
    if surroundings.command[:1] == ("pip",):
        return
    for settings in settings_files(surroundings):
        table = settings.sub("pip")
        for key in _PIP_KEYS:
            for index in indexes_of_setting(table, key):
                yield UnreadIndex(index, "pip-table", f"`[{table.table}]` is read by `uv pip` alone")


def _of_projects(surroundings: Surroundings) -> Iterator[UnreadIndex]:
    """A project's settings count at the workspace's root alone, unless a `uv.toml` hides them; never for `uv tool`."""
    root = workspace_root(surroundings)
    if root is None or last_given(surroundings, "config-file") or is_switched_on(surroundings, "no-config"):
        return
    if surroundings.command[:1] == ("tool",):
        yield from _all(root[1], "tool", "`uv tool` does not read the settings of a project")
        return
    if TomlFile.read(surroundings.files, root[0] / "uv.toml"):
        yield from _all(root[1], "hidden", "the uv.toml beside it hides `[tool.uv]`")
    for file in project_files(surroundings):
        if file.name != root[1].name:
            yield from _all(file, "member", "the settings of a workspace's member are not read")


def _all(file: TomlFile, kind: UnreadKind, why: str) -> Iterator[UnreadIndex]:
    return (UnreadIndex(index, kind, why) for index in indexes_of_project(file))


def _of_pip(surroundings: Surroundings) -> Iterator[UnreadIndex]:
    """Files of pip are read by no command of uv."""
    files = surroundings.files
    for path in [files.home / name for name in _PIP_FILES]:
        for number, line in enumerate((files.read(path) or "").splitlines(), start=1):
            key, _, value = (part.strip() for part in line.partition("="))
            if key.replace("_", "-") in _PIP_KEYS:
                place = Provenance.at(shown_path(files, path), number)
                yield from _of_pip_line(value, place, default=_PIP_KEYS[key.replace("_", "-")])


def _of_pip_line(value: str, place: Provenance, *, default: bool) -> Iterator[UnreadIndex]:
    for text in value.split():
        try:
            yield UnreadIndex(Index(parse_url(text, place), place, default=default), "pip.conf", "uv does not read it")
        except InputError:
            continue
