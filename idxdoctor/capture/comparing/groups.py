"""Which requests of a run go out one after the other: those of a package, or of a package at one index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from idxdoctor.capture.answering.seen import CONNECT, Seen
from idxdoctor.model.exchange import Exchange, Failure
from idxdoctor.model.plan import Strategy
from idxdoctor.model.trace import LINKS, Lookup, Trace
from idxdoctor.model.url import Url

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Group:
    """Requests with an order among themselves.

    `start` is the first URL asked, where all indexes are asked at once. `package` None stands for connections to
    the server `start` that failed before there was a request.
    """

    package: str | None
    start: Url | None = None


def is_concurrent(trace: Trace) -> bool:
    """Say whether requests go out at once, so that chance has a say in their order."""
    return len(trace.lookups) > 1 or any(asks_at_once(trace, lookup) for lookup in trace.lookups)


def asks_at_once(trace: Trace, lookup: Lookup) -> bool:
    """Say whether a lookup asks several indexes at once: by the strategy, or all others beside the one of its pin.

    Lists of files are all asked for at once.
    """
    if lookup.package == LINKS:
        return len(lookup.ending.indexes) > 1
    pinned = lookup.package in trace.plan.pins and len(lookup.ending.indexes) > 1
    return trace.plan.strategy is not Strategy.FIRST_INDEX or pinned


class Grouping:
    """Sorts the requests of either side of a comparison into groups, by the same rule for both.

    A request for a page belongs to the package that the page is about; one that a redirect led to, to the package
    of the page that redirected.
    """

    def __init__(self, trace: Trace) -> None:
        self._pages: dict[Url, Group] = {}
        for lookup in trace.lookups:
            at_once = asks_at_once(trace, lookup)
            for index in lookup.ending.indexes:
                page = (index.url if lookup.package == LINKS else index.url.child(lookup.package)).bare()
                self._pages[page] = Group(lookup.package, page if at_once else None)
        self._only = None if is_concurrent(trace) else Group(trace.lookups[0].package)

    def of_model(self, exchanges: Iterable[Exchange]) -> dict[Group, list[Exchange]]:
        """Return the model's exchanges by group, each group in order."""
        return self._sorted((exchange, *self._asked(exchange), exchange.redirect) for exchange in exchanges)

    def of_client(self, seen: Iterable[Seen]) -> dict[Group, list[Seen]]:
        """Return a client's exchanges by group, each group in order."""
        return self._sorted((request, request.url, request.method == CONNECT, request.redirect) for request in seen)

    def _asked(self, exchange: Exchange) -> tuple[Url, bool]:
        unreachable = exchange.answer.failure in {Failure.CONNECT, Failure.PROXY, Failure.TLS}
        return exchange.request.url, unreachable and exchange.request.url.scheme == "https"

    def _sorted(self, requests: Iterable[tuple[T, Url, bool, Url | None]]) -> dict[Group, list[T]]:
        groups: dict[Group, list[T]] = defaultdict(list)
        redirected: dict[Url, Group] = {}
        for request, url, unconnected, redirect in requests:
            group = self._only or self._group(url, unconnected, redirected)
            groups[group].append(request)
            if redirect is not None:
                redirected[redirect.bare()] = group
        return groups

    def _group(self, url: Url, unconnected: bool, redirected: dict[Url, Group]) -> Group:
        if unconnected:
            return Group(None, Url.parse(str(url.origin)))
        return self._pages.get(url) or redirected.get(url) or Group(url.segments[-1] if url.segments else "")
