"""Holds what a client did against what a scenario says that it must do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Client, Lookup, Trace
from idxdoctor.model.url import Url
from idxdoctor.scenario.model import Expectation, ExpectedExchange, Scenario


def expectations_for(scenario: Scenario, client: Client) -> list[Expectation]:
    """Return the expectations that are about this client at this version."""
    return [
        expectation
        for expectation in scenario.expect
        if any(clients.name == client.name and client.version in clients.versions for clients in expectation.clients)
    ]


def mismatches(expectation: Expectation, trace: Trace, codes: Iterable[Iterable[str]]) -> Iterator[str]:
    """Say in sentences what differs from the expectation. `codes` are the findings' codes of each lookup."""
    for lookup, found in zip(trace.lookups, codes, strict=True):
        if expectation.package in {None, lookup.package}:
            for difference in _differences(expectation, lookup, set(found)):
                yield f"{lookup.package}: {difference}"


def _differences(expectation: Expectation, lookup: Lookup, codes: set[str]) -> Iterator[str]:
    ending = lookup.ending
    if ending.outcome.value != expectation.ends:
        yield f"ends {ending.outcome.value}, {expectation.ends} was expected"
    if expectation.at is not None:
        at = None if ending.index is None else ending.indexes[ending.index].url
        if at is None or not _same_index(at, expectation.at):
            where = "at no index" if at is None else f"at {at.bare()}"
            yield f"ends {where}, {expectation.at} was expected"
    if expectation.status is not None and ending.status != expectation.status:
        yield f"ends with status {ending.status}, {expectation.status} was expected"
    if expectation.exchanges is not None:
        yield from _exchange_differences("request", expectation.exchanges, lookup.exchanges)
    if expectation.files is not None:
        yield from _exchange_differences("file request", expectation.files, lookup.files)
    yield from _finding_differences(expectation, codes)


def _finding_differences(expectation: Expectation, codes: set[str]) -> Iterator[str]:
    expected = codes if expectation.findings is None else set(expectation.findings)
    if missing := sorted(expected - codes):
        yield f"finding {', '.join(missing)} was expected, and is not there"
    if surplus := sorted((codes - expected) | (codes & set(expectation.unlike))):
        yield f"finding {', '.join(surplus)} is there, and was not expected"


def _exchange_differences(
    kind: str, expected: tuple[ExpectedExchange, ...], seen: tuple[Exchange, ...]
) -> Iterator[str]:
    for position in range(max(len(expected), len(seen))):
        wanted = _shown(expected[position]) if position < len(expected) else "no request"
        got = _shown_seen(seen[position]) if position < len(seen) else "no request"
        if wanted != got:
            yield f"{kind} {position + 1} is {got}; expected was {wanted}"
            return


def _shown(exchange: ExpectedExchange) -> str:
    return _line(exchange.get, exchange.who, exchange.status)


def _shown_seen(exchange: Exchange) -> str:
    return _line(exchange.request.url, exchange.answer.account, exchange.answer.status)


def _line(url: Url, who: str | None, status: int | None) -> str:
    return f"GET {url} as {who or 'nobody'}, {status or 'no answer'}"


def _same_index(one: Url, other: Url) -> bool:
    return one.bare().reveal().rstrip("/") == other.bare().reveal().rstrip("/")
