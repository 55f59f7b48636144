"""A named way in which versions of one client differ: data, from which the code and the documentation draw."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from idxdoctor.model.versions import VersionRange, version_range


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One behaviour: in which versions it holds (any of `versions`, PEP 440), what it means, where it is from.

    `scenario` is the id of one in which versions with it and without do something different; None where no
    scenario shows it.
    """

    versions: tuple[VersionRange, ...]
    means: str
    source: str
    scenario: str | None

    def holds_in(self, version: str) -> bool:
        """Say whether the client behaves so at `version`."""
        return any(version in versions for versions in self.versions)


def behaviour(*versions: str, means: str, source: str, scenario: str | None) -> bool:
    """Declare a field of a behaviours table; true in versions that match any of the specifiers."""
    declared = Behaviour(tuple(version_range(text) for text in versions), means, source, scenario)
    field: bool = dataclasses.field(metadata={"behaviour": declared})
    return field


def table_of(behaviours: type[Any]) -> dict[str, Behaviour]:
    """Return the declared behaviours of a table by name, in the order of their declaration."""
    return {field.name: field.metadata["behaviour"] for field in dataclasses.fields(behaviours)}


def values_at(behaviours: type[Any], version: str) -> dict[str, bool]:
    """Return for each behaviour of the table whether it holds at `version`."""
    return {name: declared.holds_in(version) for name, declared in table_of(behaviours).items()}
