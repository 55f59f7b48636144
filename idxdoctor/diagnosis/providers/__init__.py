"""The providers: every module of this folder has one; `ALL` has them in the order of their file names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

from idxdoctor.diagnosis.provider import Provider, Recognition
from idxdoctor.model.exchange import Answer, Exchange
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Trace

_MODULES: Final = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
ALL: Final[tuple[Provider, ...]] = tuple(import_module(f"{__name__}.{module}").PROVIDER for module in _MODULES)


class Providers:
    """Who provides the indexes of one trace, by what all its lookups saw; each index is looked at once."""

    def __init__(self, trace: Trace) -> None:
        self._seen: dict[Index, Recognition | None] = {}
        self._exchanges: dict[Index, list[Exchange]] = {}
        for lookup in trace.lookups:
            for position, index in enumerate(lookup.ending.indexes):
                own = (exchange for _, exchange in lookup.exchanges_of(position))
                self._exchanges.setdefault(index, []).extend(own)

    def of(self, index: Index) -> Recognition | None:
        """Return who provides an index, as far as that shows."""
        if index not in self._seen:
            self._seen[index] = recognised(index, self._exchanges.get(index, ()))
        return self._seen[index]

    def to_tell(self, index: Index) -> Recognition | None:
        """Return who provides an index, where its URL does not say that to everybody."""
        seen = self.of(index)
        return None if seen is None or seen.provider.obvious else seen


def recognised(index: Index, exchanges: Iterable[Exchange]) -> Recognition | None:
    """Return who provides an index, by its URL and what answered at its own origin.

    What nobody else shows counts before what others may show too. None where nothing is seen, and where only unsure
    signs are and they are those of several.
    """
    own = [exchange.answer for exchange in exchanges if exchange.request.url.origin == index.url.origin]
    seen = list(_seen(index, own))
    sure = [one for one in seen if one.sure]
    if sure or len({one.provider.name for one in seen}) == 1:
        return (sure or seen)[0]
    return None


def _seen(index: Index, answers: list[Answer]) -> Iterator[Recognition]:
    for provider in ALL:
        for sign in provider.signs:
            looked_at: list[Answer | None] = [*answers] if sign.needs_answer else [None]
            by = next((text for answer in looked_at if (text := sign.seen_in(index.url, answer))), None)
            if by is not None:
                yield Recognition(provider, by, sign.sure)
