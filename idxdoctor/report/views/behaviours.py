"""A client's behaviours as text: as a history, at one version, or as a table in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from idxdoctor.clients.behaviour import Behaviour
from idxdoctor.clients.history import Change, holding


def history(client: str, found: list[Change]) -> Iterator[str]:
    """Return what changed for index authentication, release by release."""
    yield f"What changed for index authentication in {client}, release by release"
    for release, changes in groupby(found, key=lambda change: change.release):
        yield ""
        yield f"{client} {release}"
        for change in changes:
            yield f"  {'+' if change.begins else '- no longer:'} {change.behaviour.means}"
            yield from _details(change.name, change.behaviour)


def at_version(client: str, version: str, table: dict[str, Behaviour]) -> Iterator[str]:
    """Return how one version behaves, where versions differ."""
    held = holding(table, version)
    yield f"How {client} {version} behaves, where releases differ"
    for name, behaviour in held:
        yield ""
        yield f"  {behaviour.means}"
        yield from _details(name, behaviour)
    lacking = [name for name in table if name not in dict(held)]
    yield ""
    yield f"Not so in {version}: {', '.join(lacking)}"


def _details(name: str, behaviour: Behaviour) -> Iterator[str]:
    yield f"      {name}; {behaviour.source}"
    if behaviour.scenario is not None:
        yield f"      shown by the scenario {behaviour.scenario}"


def markdown_table(found: list[Change]) -> Iterator[str]:
    """Return the history as a Markdown table."""
    yield "| from | what changed |"
    yield "|---|---|"
    for release, changes in groupby(found, key=lambda change: change.release):
        texts = [("" if change.begins else "no longer: ") + change.behaviour.means for change in changes]
        yield f"| {release} | {'<br>'.join(texts)} |"
