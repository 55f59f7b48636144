"""Several clients in one world: which of them do the same, and the first exchange where they part."""

from __future__ import annotations

from typing import NamedTuple

from idxdoctor.diagnosis.run import Run
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Lookup


class Group(NamedTuple):
    """Clients that send the same requests, get the same answers and end alike, and the lookup of one of them."""

    clients: tuple[str, ...]
    lookup: Lookup


class Comparison(NamedTuple):
    """What clients do about one package. `parting` is the first exchange that differs, None where none does."""

    package: str
    groups: tuple[Group, ...]
    parting: int | None


def compare(runs: list[Run]) -> list[Comparison]:
    """Compare runs of several clients in the same scenario, package by package."""
    packages = dict.fromkeys(lookup.package for run in runs for lookup in run.trace.lookups)
    return [_compare(package, runs) for package in packages]


def _compare(package: str, runs: list[Run]) -> Comparison:
    alike: dict[tuple[object, ...], tuple[list[str], Lookup]] = {}
    for run in runs:
        for lookup in run.trace.lookups:
            if lookup.package == package:
                key = (lookup.ending.outcome, *(_wire(exchange) for exchange in lookup.exchanges))
                alike.setdefault(key, ([], lookup))[0].append(str(run.trace.client))
    groups = tuple(Group(tuple(clients), lookup) for clients, lookup in alike.values())
    return Comparison(package, groups, _parting(groups))


def _wire(exchange: Exchange) -> tuple[object, ...]:
    return (exchange.request.url, exchange.answer.account, exchange.answer.status)


def _parting(groups: tuple[Group, ...]) -> int | None:
    longest = max(len(group.lookup.exchanges) for group in groups)
    for position in range(longest):
        seen = {_wire_at(group, position) for group in groups}
        if len(seen) > 1:
            return position
    return None


def _wire_at(group: Group, position: int) -> tuple[object, ...] | None:
    exchanges = group.lookup.exchanges
    return _wire(exchanges[position]) if position < len(exchanges) else None
