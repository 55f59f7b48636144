"""Several clients in one world, side by side on the terminal, with the exchange where they part marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from idxdoctor.diagnosis.run import Run
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.plan import Index
from idxdoctor.report.layout import GAP, Cell, Line, Span, headed, paragraph, row
from idxdoctor.report.phrases import asked
from idxdoctor.report.redaction import scrubber_for
from idxdoctor.report.verdict import verdict
from idxdoctor.report.views.comparison import Comparison, Group, compare

_NUMBER: Final = 4
_NARROWEST_CELL: Final = 20


def side_by_side(runs: list[Run], width: int) -> Iterator[Line]:
    """Return the lines to print of one scenario's runs by several clients, at most `width` wide."""
    clean = scrubber_for(run.trace for run in runs).clean
    yield from paragraph(clean(f"{runs[0].trace.scenario}: {runs[0].title}"), width, style="bold")
    for comparison in compare(runs):
        names = min(max(len(_names(group)) for group in comparison.groups), width // 3)
        for group in comparison.groups:
            cells = (Cell(" ", 0), Cell(clean(_names(group)), names, "bold"), Cell(clean(verdict(group.lookup)), 0))
            yield from row(cells, width)
        if comparison.parting is None:
            same = "All send the same requests." if len(comparison.groups) == 1 else "They end differently."
            yield from paragraph(same, width, indent=2)
        else:
            yield from _Table(comparison, width, clean).lines()
    for run in runs:
        for mismatch in run.mismatches or ():
            text = clean(f"{run.trace.client} differs from the expectation: {mismatch}")
            yield from paragraph(text, width, indent=2, style="red")


def _names(group: Group) -> str:
    first, *rest = group.clients
    return ", ".join([first, *(client.rpartition(" ")[2] for client in rest)])


class _Table:
    """The requests of groups of clients, each below its index, whose number stands before it."""

    def __init__(self, comparison: Comparison, width: int, clean: Callable[[str], str]) -> None:
        self._comparison = comparison
        self._width = width
        self._clean = clean
        indexes = [index for group in comparison.groups for index in group.lookup.ending.indexes]
        self._indexes = {_url(index): index for index in reversed(indexes)}
        self._numbers = {url: number for number, url in enumerate(dict.fromkeys(map(_url, indexes)), start=1)}

    def lines(self) -> Iterator[Line]:
        """Return the indexes by number, and the requests, as many groups beside each other as fit."""
        yield ()
        for url, number in self._numbers.items():
            head = Span(self._clean(f"{number:>2}  {url}"), "bold")
            provenance = Span(self._clean(f"  {self._indexes[url].provenance}"), "dim")
            yield from headed([head, provenance], self._width, indent=4)
        beside = max(1, (self._width - _NUMBER) // (_NARROWEST_CELL + len(GAP)))
        groups = self._comparison.groups
        for first in range(0, len(groups), beside):
            yield ()
            yield from self._block(groups[first : first + beside])

    def _block(self, groups: Sequence[Group]) -> Iterator[Line]:
        wide = (self._width - _NUMBER) // len(groups) - len(GAP)
        yield from self._row("", [Cell(_names(group), wide, "bold") for group in groups])
        for position in range(max(len(group.lookup.exchanges) for group in self._comparison.groups)):
            parts = position == self._comparison.parting
            if parts:
                yield (Span(" " * (_NUMBER + len(GAP))), Span("they part here", "bold yellow"))
            texts = [self._cell(group, position, with_reason=parts) for group in groups]
            yield from self._row(str(position + 1), [Cell(text, wide, "bold" if parts else "") for text in texts])

    def _row(self, number: str, cells: list[Cell]) -> Iterator[Line]:
        return row([Cell(f"{number:>{_NUMBER}}", _NUMBER, "dim"), *cells], self._width)

    def _cell(self, group: Group, position: int, *, with_reason: bool) -> str:
        exchanges = group.lookup.exchanges
        if position >= len(exchanges):
            return "-"
        exchange = exchanges[position]
        index = group.lookup.ending.indexes[exchange.request.index]
        reason = f" ({exchange.request.decision.text})" if with_reason else ""
        return self._clean(f"{self._numbers[_url(index)]}  {asked(index, exchange)}  {_came(exchange)}{reason}")


def _came(exchange: Exchange) -> str:
    return f"{exchange.answer.account or 'nobody'} {exchange.answer.status or 'no answer'}"


def _url(index: Index) -> str:
    return str(index.url.bare())
