"""Several clients in one world, side by side on the terminal, with the exchange where they part marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from idxdoctor.diagnosis.run import Run
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Lookup
from idxdoctor.report.redaction import Scrubber, scrubber_for
from idxdoctor.report.verdict import verdict
from idxdoctor.report.views.comparison import Comparison, Group, compare

if TYPE_CHECKING:
    from rich.console import RenderableType


def side_by_side(runs: list[Run]) -> Iterator[RenderableType]:
    """Return what to print of one scenario's runs by several clients."""
    from rich.text import Text

    scrubber = scrubber_for(run.trace for run in runs)
    yield Text(scrubber.clean(f"{runs[0].trace.scenario}: {runs[0].title}"), style="bold")
    for comparison in compare(runs):
        for group in comparison.groups:
            yield Text(scrubber.clean(f"  {_names(group)}  {verdict(group.lookup)}"))
        if comparison.parting is None:
            yield Text("  All send the same requests." if len(comparison.groups) == 1 else "  They end differently.")
        else:
            yield Text("")
            yield _table(comparison, scrubber)
    for run in runs:
        for mismatch in run.mismatches or ():
            yield Text(scrubber.clean(f"  {run.trace.client} differs from the expectation: {mismatch}"), style="red")


def _names(group: Group) -> str:
    first, *rest = group.clients
    return ", ".join([first, *(client.rpartition(" ")[2] for client in rest)])


def _table(comparison: Comparison, scrubber: Scrubber) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("", no_wrap=True)
    for group in comparison.groups:
        table.add_column(Text(_names(group)), overflow="fold", ratio=1)
    for position in range(max(len(group.lookup.exchanges) for group in comparison.groups)):
        parts = position == comparison.parting
        cells = [
            Text("\n".join(map(scrubber.clean, _cell(group.lookup, position, parts)))) for group in comparison.groups
        ]
        table.add_row(Text(f"{position + 1}{' part here' if parts else ''}"), *cells, style="bold" if parts else "")
    return table


def _cell(lookup: Lookup, position: int, with_reason: bool) -> list[str]:
    """Return the lines of a cell."""
    if position >= len(lookup.exchanges):
        return ["-"]
    exchange = lookup.exchanges[position]
    return [_line(exchange), *([exchange.request.decision.text] if with_reason else [])]


def _line(exchange: Exchange) -> str:
    who = exchange.answer.account or "nobody"
    return f"GET {exchange.request.url} as {who}, {exchange.answer.status or 'no answer'}"
