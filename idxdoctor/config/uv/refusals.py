"""What some versions of uv refuse to read (uv: uv-workspace/src/pyproject.rs, uv-distribution-types/src/index.rs)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.config.toml_file import TomlFile
from idxdoctor.config.uv.by_name import unknown_names
from idxdoctor.config.uv.files import Settings
from idxdoctor.config.uv.indexes import indexes_of_project, indexes_of_table
from idxdoctor.config.uv.pins import pins
from idxdoctor.config.uv.workspace import project_files
from idxdoctor.model.plan import Index, Refusable
from idxdoctor.model.url import Url

TWO_DEFAULTS: Final = "two-defaults"
DUPLICATE_NAME: Final = "duplicate-name"
UNNAMED_EXPLICIT: Final = "unnamed-explicit"
CONFLICTING_PINS: Final = "conflicting-pins"
UNKNOWN_NAME: Final = "unknown-name"


def refusable_settings(surroundings: Surroundings, files: list[Settings]) -> tuple[Refusable, ...]:
    """Return what is in the configuration that a version of uv may refuse, each with its place.

    Repeated names and defaults count in the `pyproject.toml` of a project command only.
    """
    tables = [index for settings in files for index in indexes_of_table(settings)]
    found = [
        Refusable(UNKNOWN_NAME, f"there is no index named `{index.url.path}`", index.provenance)
        for index in unknown_names(surroundings, tables)
    ]
    found += _unnamed_explicit(tables)
    if surroundings.command[:1] != ("pip",):
        found += [refusable for file in project_files(surroundings) for refusable in _in_project(file)]
        found += _conflicting_pins(surroundings)
    return tuple(found)


def _unnamed_explicit(indexes: Iterable[Index]) -> Iterator[Refusable]:
    for index in indexes:
        if index.explicit and index.name is None:
            yield Refusable(UNNAMED_EXPLICIT, "an explicit index has no name", index.provenance)


def _in_project(file: TomlFile) -> Iterator[Refusable]:
    names: set[str] = set()
    default = False
    for index in indexes_of_project(file):
        if index.name in names:
            yield Refusable(DUPLICATE_NAME, f"the index name `{index.name}` is given twice", index.provenance)
        if index.default and default:
            yield Refusable(TWO_DEFAULTS, "a second index has `default = true`", index.provenance)
        default = default or index.default
        names |= {index.name} if index.name else set()


def _conflicting_pins(surroundings: Surroundings) -> Iterator[Refusable]:
    """Return the pins of what another member pins elsewhere, both under all circumstances."""
    pinned: dict[str, Url] = {}
    for pin in pins(surroundings):
        if pin.is_needed and pin.always and pinned.setdefault(pin.project, pin.target.url) != pin.target.url:
            text = f"`{pin.project}` is pinned to two indexes by members of the workspace"
            yield Refusable(CONFLICTING_PINS, text, pin.provenance)
