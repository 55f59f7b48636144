"""What changed between the releases of a client, drawn from its table of behaviours."""

from __future__ import annotations

from typing import NamedTuple

from idxdoctor.clients.behaviour import Behaviour
from idxdoctor.model.versions import release_number


class Change(NamedTuple):
    """A behaviour that begins or ends to hold at a release."""

    release: str
    name: str
    behaviour: Behaviour
    begins: bool


def changes(table: dict[str, Behaviour], releases: tuple[str, ...]) -> list[Change]:
    """Return the changes from each release to the next, oldest first."""
    found: list[Change] = []
    for name, behaviour in table.items():
        held = [behaviour.holds_in(release) for release in releases]
        found += [
            Change(release, name, behaviour, after)
            for release, before, after in zip(releases[1:], held, held[1:], strict=False)
            if before != after
        ]
    return sorted(found, key=lambda change: release_number(change.release))


def holding(table: dict[str, Behaviour], version: str) -> list[tuple[str, Behaviour]]:
    """Return the behaviours that hold at a version, in the table's order."""
    return [(name, behaviour) for name, behaviour in table.items() if behaviour.holds_in(version)]
