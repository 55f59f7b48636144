"""The indexes that a log shows, in the order in which they were asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from idxdoctor.capture.logs.lines import at_line
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import LINKS
from idxdoctor.model.url import Url

Key: TypeAlias = tuple[str, int]
"""An index: its URL, and how many times that URL came before."""


class IndexList:
    """The indexes of one run.

    Searches for different packages show different parts of the list; a search that fits its beginning has all of it,
    so that indexes that were never asked are seen. One that does not fit, as of a package that is pinned, has its own.
    """

    def __init__(self, run: UvRun) -> None:
        self._indexes: dict[Key, Index] = {}
        self._seeded = tuple(
            Index(url, at_line(line), credential=run.wallet.cache.by_url(url, None)) for url, line in run.seeded.items()
        )
        orders: dict[str, list[Key]] = {}
        for fetch in run.fetches:
            if fetch.package is not None and fetch.index is not None:
                order = orders.setdefault(fetch.package, [])
                order.append(self._key(fetch.index, order))
                self._learn(order[-1], fetch, run)
        lists = orders.pop(LINKS, [])
        self._common = lists if not orders else _merged(sorted(orders.values(), key=len, reverse=True))

    def order(self, fetches: list[Fetch]) -> tuple[tuple[Key, ...], list[int]]:
        """Return the order of a search and the position of each of its pages."""
        own: list[Key] = []
        for fetch in fetches:
            if fetch.index is not None:
                own.append(self._key(fetch.index, own))
        order = self._common if self._common[: len(own)] == own else own
        return tuple(order), list(range(len(own)))

    def of(self, order: Iterable[Key]) -> tuple[Index, ...]:
        """Return the indexes of an order."""
        return tuple(self._indexes[key] for key in order)

    def all(self) -> tuple[Index, ...]:
        """Return every index once; where none was asked yet, those whose credentials uv keeps."""
        if not self._indexes:
            return self._seeded
        return tuple(index for (_, count), index in self._indexes.items() if not count)

    def _key(self, url: Url, before: list[Key]) -> Key:
        text = url.bare().reveal()
        return text, sum(1 for other, _ in before if other == text)

    def _learn(self, key: Key, fetch: Fetch, run: UvRun) -> None:
        if key in self._indexes or fetch.index is None:
            return
        url = fetch.index.bare()
        given = fetch.given if fetch.hop is None else None
        credential = given or run.wallet.cache.by_url(url, None)
        self._indexes[key] = Index(url, at_line(fetch.line), credential=credential)


def _merged(orders: list[list[Key]]) -> list[Key]:
    """Return one order of all that fit together, the longest first."""
    common: list[Key] = []
    for order in orders:
        if not common or order[: len(common)] == common:
            common = list(order)
    return common
