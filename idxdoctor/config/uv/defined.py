"""The indexes that uv is given, in the order in which it takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.uv.by_name import with_meant
from idxdoctor.config.uv.files import Settings
from idxdoctor.config.uv.indexes import (
    first_of_each_name,
    indexes_of_option,
    indexes_of_project,
    indexes_of_setting,
    indexes_of_table,
    parse_url,
    with_credentials,
)
from idxdoctor.config.uv.requirements import requirement_lines
from idxdoctor.config.uv.workspace import project_files
from idxdoctor.model.credential import Provenance
from idxdoctor.model.plan import Index
from idxdoctor.model.url import Url

PYPI: Final = Index(Url("https", "pypi.org", path="/simple"), Provenance("default"), default=True)
_INDEX_OPTIONS: Final = ("default-index", "index", "extra-index-url", "index-url")


def defined_indexes(surroundings: Surroundings, files: list[Settings], pip: bool) -> tuple[Index, ...]:
    """Return all definitions in uv's order, PyPI last where none that counts is the default.

    Where several have one name the first counts; uv still knows the credentials of the others.

    uv: uv/src/settings.rs PipSettings::combine, uv-distribution-types/src/index_url.rs IndexLocations::combine.
    """
    tables = [index for settings in files for index in indexes_of_table(settings)]
    option = {name: indexes_of_option(surroundings, name) for name in _INDEX_OPTIONS}
    for name in ("default-index", "index"):
        option[name] = [with_meant(surroundings, index, tables) for index in option[name]]
    extra, default = _extra_and_default(files, pip)
    if pip:
        order = [
            *(option["default-index"] + option["index"] + option["extra-index-url"] + option["index-url"]),
            *(tables + extra + default),
            *_of_requirements(surroundings, "--extra-index-url"),
            *_of_requirements(surroundings, "--index-url"),
        ]
    else:
        order = [
            *(option["default-index"] + option["index"] + tables),
            *(option["extra-index-url"] + extra),
            *(option["index-url"] or default),
        ]
    return with_default([with_credentials(index, surroundings.env) for index in order])


def with_default(defined: Sequence[Index]) -> tuple[Index, ...]:
    """Return the definitions, PyPI last where none that counts is the default."""
    has_default = any(index.default for index in first_of_each_name(defined))
    return tuple(defined) if has_default else (*defined, PYPI)


def _of_requirements(surroundings: Surroundings, option: str) -> list[Index]:
    """Return the indexes that an option of the requirements files defines; their default counts last of all."""
    return [
        Index(parse_url(line.value, line.provenance), line.provenance, default=option == "--index-url")
        for line in requirement_lines(surroundings)
        if line.option == option
    ]


def _extra_and_default(files: list[Settings], pip: bool) -> tuple[list[Index], list[Index]]:
    """Return the files' `extra-index-url` lists joined, and the first `index-url`; `[pip]` goes before the rest."""
    tables = tables_of(files, pip)
    extra = [index for settings in tables for index in indexes_of_setting(settings, "extra-index-url")]
    default = [index for settings in tables for index in indexes_of_setting(settings, "index-url")]
    return extra, default[:1]


def tables_of(files: list[Settings], pip: bool) -> list[Settings]:
    """Return the tables that a setting may stand in; for `uv pip` those called `pip` come first."""
    return [settings.sub("pip") for settings in files] + files if pip else files


def find_links_of(surroundings: Surroundings, files: list[Settings], pip: bool) -> tuple[Index, ...]:
    """Return the lists of files: those given, or else those of the files; folders of this machine are left out."""
    given = [*indexes_of_option(surroundings, "find-links"), *_of_requirements(surroundings, "--find-links")]
    tables = tables_of(files, pip)
    listed = [index for settings in tables for index in indexes_of_setting(settings, "find-links")]
    return tuple(with_credentials(index, surroundings.env) for index in (*given, *listed) if index.url.scheme != "file")


def project_indexes(surroundings: Surroundings) -> tuple[Index, ...]:
    """Return the indexes that the `pyproject.toml`s of the workspace define, those of a file together.

    uv: uv/src/commands/project/lock_target.rs indexes.
    """
    files = project_files(surroundings)
    return tuple(with_credentials(index, surroundings.env) for file in files for index in indexes_of_project(file))
