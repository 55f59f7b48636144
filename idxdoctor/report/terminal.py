"""A trace on the terminal: the verdict, the search index by index, the findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from idxdoctor.diagnosis.run import Run
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.finding import Finding
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Client, Lookup, Outcome
from idxdoctor.report.redaction import Scrubber, scrubber_for
from idxdoctor.report.verdict import verdict

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text


def terminal_report(runs: list[Run], *, verbose: bool = False) -> Iterator[RenderableType]:
    """Return what to print, piece by piece. Lookups that ended well are told in a line, or whole if `verbose`."""
    scrubber = scrubber_for(run.trace for run in runs)
    for run in runs:
        yield from RunOnTerminal(run, scrubber).render(verbose=verbose)


class RunOnTerminal:
    """One run, made into renderables; every text passes the scrubber."""

    def __init__(self, run: Run, scrubber: Scrubber) -> None:
        self._run = run
        self._clean = scrubber.clean

    def render(self, *, verbose: bool) -> Iterator[RenderableType]:
        """Return the verdicts, then the searches that are worth reading."""
        diagnosed = self._run.diagnosed()
        shown = [pair for pair in diagnosed if verbose or len(diagnosed) == 1 or pair[1]]
        for lookup, _ in diagnosed:
            yield self._text(verdict(lookup), "bold")
        if self._run.trace.doubt is not None:
            yield from self._doubt(self._run.trace.doubt)
        for lookup, findings in shown:
            yield self._text("")
            yield from self._search(lookup, named=len(diagnosed) > 1)
            for finding in findings:
                yield self._text("")
                yield from self._finding(finding)

    def _doubt(self, text: str) -> Iterator[RenderableType]:
        yield self._text(f"In doubt: {text}.", "yellow")
        for lookup in self._run.trace.others:
            yield self._indented(2, f"The other way, {verdict(lookup)}")

    def _search(self, lookup: Lookup, *, named: bool) -> Iterator[RenderableType]:
        count = len(lookup.exchanges)
        parts = [
            *([lookup.package] if named else []),
            client_line(self._run.trace.client),
            self._run.trace.plan.strategy.value,
            f"{count} request{'' if count == 1 else 's'}",
        ]
        yield self._text(", ".join(parts), "dim")
        columns = _widths(lookup)
        for position, index in enumerate(lookup.ending.indexes):
            yield self._index(position, index)
            yield from self._visit(lookup, position, columns)

    def _index(self, position: int, index: Index) -> RenderableType:
        from rich.table import Table

        name = f"{index.name}, " if index.name else ""
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=2)
        table.add_column(overflow="fold")
        table.add_column()
        table.add_row(
            self._text(f"{position + 1:>2}", "bold"),
            self._text(str(index.url.bare()), "bold"),
            self._text(f"{name}{index.provenance}", "dim"),
        )
        return table

    def _visit(self, lookup: Lookup, position: int, columns: tuple[int, int]) -> Iterator[RenderableType]:
        visit = lookup.visit_of(position)
        exchanges = lookup.exchanges_of(position)
        if exchanges:
            table = _grid(columns)
            for number, exchange in exchanges:
                table.add_row(*self._row(lookup.ending.indexes[position], number, exchange))
            yield table
        if visit is None:
            yield self._text("      never asked", "yellow")
            return
        if visit.search is not None and visit.status != 404:
            mark, style = ("! credentials dropped: ", "bold red") if visit.search.drops else ("  ", "")
            yield self._note(mark, visit.search.text, style)
        ends = lookup.ending.index == position
        good = lookup.ending.outcome is Outcome.FOUND
        mark = ("* " if good else "X search ended here: ") if ends else "> "
        yield self._note(mark, visit.decision.text, ("bold green" if good else "bold red") if ends else "cyan")

    def _row(self, index: Index, number: int, exchange: Exchange) -> tuple[Text, ...]:
        request, answer = exchange.request, exchange.answer
        who = "nobody" if request.credential is None else request.credential.shown_name or "(no name)"
        if request.credential is not None and not request.credential.is_complete:
            who += ":"
        why = request.decision.text
        if request.attempt > 1:
            why = f"try {request.attempt}: {why}"
        if answer.withheld:
            why += " (left out here: it was not configured for this origin)"
        if exchange.redirect is not None:
            why += f" > redirected to {exchange.redirect}"
        if answer.failure is not None:
            why += f" > {answer.failure.value}"
        if request.decision.drops:
            why = f"! credentials dropped: {why}"
        status = "none" if answer.status is None else str(answer.status)
        return (
            self._text(f"{number + 1:>4}", "dim"),
            self._text(f"GET {_below(index, exchange)}"),
            self._text(who, "magenta" if request.credential else ""),
            self._text(status, _status_style(answer.status)),
            self._text(why, "bold red" if request.decision.drops else ""),
        )

    def _finding(self, finding: Finding) -> Iterator[RenderableType]:
        style = {"error": "bold red", "warning": "bold yellow"}.get(finding.severity, "bold")
        head = self._text(f"{finding.code} {finding.severity}  ", style)
        head.append(self._clean(finding.title), "bold")
        yield head
        numbers = ", ".join(str(number + 1) for number in finding.exchanges)
        proof = f" (request{'' if len(finding.exchanges) == 1 else 's'} {numbers})" if numbers else ""
        yield self._indented(2, finding.text + proof)
        for number, fix in enumerate(finding.fixes, start=1):
            yield self._indented(2, f"fix {number} ({'proved' if fix.proved else 'not proved'}): {fix.title}")

    def _note(self, mark: str, text: str, style: str) -> RenderableType:
        return self._indented(6, f"{mark}{text}", style)

    def _indented(self, width: int, text: str, style: str = "") -> RenderableType:
        from rich.padding import Padding

        return Padding(self._text(text, style), (0, 0, 0, width))

    def _text(self, text: str, style: str = "") -> Text:
        from rich.text import Text

        return Text(self._clean(text), style=style)


def client_line(client: Client) -> str:
    """Return the client and how far its model is to be trusted."""
    if client.modelled_as:
        return f"{client} (newer than what is modelled: taken as {client.modelled_as})"
    return f"{client} (model verified)" if client.verified else f"{client} (model not verified at this version)"


def _below(index: Index, exchange: Exchange) -> str:
    """Return the part of a request's URL below its index, or the whole where it is elsewhere."""
    root, url = str(index.url.bare()).rstrip("/"), str(exchange.request.url)
    return f"...{url[len(root) :]}" if url.startswith(f"{root}/") else url


def _widths(lookup: Lookup) -> tuple[int, int]:
    """Return the widths of the columns for request and name, the same for all indexes of a lookup."""
    requests = [
        4 + len(_below(lookup.ending.indexes[exchange.request.index], exchange)) for exchange in lookup.exchanges
    ]
    names = [
        1 + len(exchange.request.credential.shown_name) for exchange in lookup.exchanges if exchange.request.credential
    ]
    return min(max(requests, default=0), 40), min(max([6, *names]), 24)


def _grid(columns: tuple[int, int]) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=4)
    table.add_column(width=columns[0], overflow="fold")
    table.add_column(width=columns[1], overflow="fold")
    table.add_column(width=4)
    table.add_column(overflow="fold", ratio=1)
    return table


def _status_style(status: int | None) -> str:
    if status is None or status >= 400:
        return "red"
    return "green" if status < 300 else "yellow"
