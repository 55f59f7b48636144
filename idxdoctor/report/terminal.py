"""A trace on the terminal: the verdict, the search index by index, the findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from idxdoctor.diagnosis.finding import Finding, Fix
from idxdoctor.diagnosis.providers import Providers
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Lookup
from idxdoctor.report.beyond import gone_lines, known_line, probe_lines
from idxdoctor.report.layout import Cell, Line, Span, headed, paragraph, row
from idxdoctor.report.phrases import asked, client_line, how_proved, kind_of, proof, status, who, why
from idxdoctor.report.redaction import Scrubber, scrubber_for
from idxdoctor.report.steps import Kind, steps_at
from idxdoctor.report.tables.matrix import matrix_of
from idxdoctor.report.tables.matrix_text import matrix_lines
from idxdoctor.report.told import Told, remarks_of, told_of
from idxdoctor.report.verdict import verdict

_MARKS: Final[dict[Kind, tuple[str, str]]] = {
    "unasked": ("", "yellow"),
    "dropped": ("! ", "bold red"),
    "searched": ("  ", ""),
    "next": ("> ", "cyan"),
    "found": ("* ", "bold green"),
    "ended": ("X ", "bold red"),
    "cut": ("? ", "yellow"),
}
_STATUS_STYLES: Final = {"good": "green", "bad": "red", "": ""}
_DIFF_STYLES: Final = {"+": "green", "-": "red"}


def terminal_report(runs: list[Run], width: int, *, verbose: bool = False) -> Iterator[Line]:
    """Return the lines to print, at most `width` wide. Lookups that went well are told whole only if `verbose`."""
    scrubber = scrubber_for(run.trace for run in runs)
    for run in runs:
        yield from RunOnTerminal(run, scrubber, width).lines(verbose=verbose)


class Columns(NamedTuple):
    """The widths of the columns for request and name, the same for all indexes of a lookup."""

    request: int
    name: int


class RunOnTerminal:
    """One run, made into lines; every text passes the scrubber."""

    def __init__(self, run: Run, scrubber: Scrubber, width: int) -> None:
        self._run = run
        self._clean = scrubber.clean
        self._width = width
        self._providers = Providers(run.trace)
        self._introduced: set[Index] = set()

    def lines(self, *, verbose: bool) -> Iterator[Line]:
        """Return the verdicts, then the searches that are worth reading."""
        matrix = matrix_of(self._run, self._clean)
        if matrix is not None:
            yield from matrix_lines(matrix, self._width)
        for lookup in self._run.trace.lookups if matrix is None else ():
            yield from self._text(verdict(lookup), "bold")
        if self._run.trace.doubt is not None:
            yield from self._doubt(self._run.trace.doubt)
        for unknown in self._run.trace.unknown:
            yield from self._text(f"Not in the log: {unknown}.", "dim", indent=2)
        if self._run.trace.is_of_a_log and not self._run.trace.lookups:
            yield from self._beginning()
        for told in told_of(self._run, verbose=verbose):
            yield ()
            if matrix is not None:
                yield from self._text(verdict(told.lookup), "bold")
            yield from self._told(told)
        for remark in remarks_of(self._run):
            yield ()
            yield from self._text(remark, "yellow")
        yield from self._beyond()

    def _beginning(self) -> Iterator[Line]:
        """Tell what a log of a run shows that tells of no search: who ran, the indexes, as whom they would be asked."""
        yield ()
        yield from self._text(f"{client_line(self._run.trace.client)}, 0 requests", "dim")
        for position, index in enumerate(self._run.trace.plan.defined):
            yield from self._index(position, index)
            if index.credential is not None:
                yield from self._text(f"with credentials: {index.credential}", "dim", indent=4)

    def _told(self, told: Told) -> Iterator[Line]:
        yield from self._search(told.lookup, named=len(self._run.trace.lookups) > 1)
        if any(finding.files for finding in told.findings) or _is_of_files(told.lookup):
            yield from self._files(told.lookup)
        for finding in told.findings:
            yield ()
            yield from self._finding(finding)
        if told.others:
            yield ()
            yield from self._text(told.others)

    def _beyond(self) -> Iterator[Line]:
        """Tell what probes were answered, and which reported cases this looks like."""
        for probed in self._run.probed:
            yield ()
            for line in probe_lines(probed, self._run.trace):
                yield from self._text(line, indent=len(line) - len(line.lstrip()))
        for known in self._run.known:
            yield ()
            yield from self._text(known_line(known), "cyan")
        for gone in gone_lines(self._run):
            yield ()
            yield from self._text(gone, "green")

    def _doubt(self, text: str) -> Iterator[Line]:
        yield from self._text(f"In doubt: {text}.", "yellow")
        for lookup in self._run.trace.others:
            yield from self._text(f"The other way, {verdict(lookup)}", indent=2)

    def _search(self, lookup: Lookup, *, named: bool) -> Iterator[Line]:
        count, for_files = len(lookup.exchanges), ""
        if _is_of_files(lookup):
            count, for_files = len(lookup.files), " for files"
        parts = [
            *([lookup.package] if named else []),
            client_line(self._run.trace.client),
            *([self._run.trace.plan.strategy.value] if self._run.trace.has_configuration else []),
            f"{count} request{'' if count == 1 else 's'}{for_files}",
        ]
        yield from self._text(", ".join(parts), "dim")
        rows = [(lookup.ending.indexes[exchange.request.index], exchange) for exchange in lookup.exchanges]
        columns = _columns(rows, self._width)
        for position, index in enumerate(lookup.ending.indexes):
            yield from self._index(position, index)
            for number, exchange in lookup.exchanges_of(position):
                yield from self._row(index, number, exchange, columns)
            for step in steps_at(lookup, position):
                mark, style = _MARKS[step.kind]
                yield from self._text(f"{mark}{step}", style, indent=6, hanging=2)

    def _files(self, lookup: Lookup) -> Iterator[Line]:
        yield from headed([Span("files", "bold")], self._width, indent=4)
        rows = [(None, exchange) for exchange in lookup.files]
        columns = _columns(rows, self._width)
        for number, (_, exchange) in enumerate(rows):
            yield from self._row(None, number, exchange, columns)

    def _index(self, position: int, index: Index) -> Iterator[Line]:
        name = f"{index.name}, " if index.name else ""
        url = Span(self._clean(f"{position + 1:>2}  {index.url.bare()}"), "bold")
        yield from headed([url, Span(self._clean(f"  {name}{index.provenance}"), "dim")], self._width, indent=4)
        seen = self._providers.to_tell(index)
        if seen is not None and index not in self._introduced:
            self._introduced.add(index)
            yield from self._text(str(seen), "dim", indent=4)

    def _row(self, index: Index | None, number: int, exchange: Exchange, columns: Columns) -> Iterator[Line]:
        request = exchange.request
        cells = (
            Cell(f"{number + 1:>4}", 4, "dim"),
            Cell(self._clean(asked(index, exchange)), columns.request),
            Cell(self._clean(who(exchange)), columns.name, "magenta" if request.credential else ""),
            Cell(status(exchange), 4, _STATUS_STYLES[kind_of(exchange)]),
            Cell(self._clean(why(exchange)), 0, "bold red" if request.decision.drops else ""),
        )
        return row(cells, self._width)

    def _finding(self, finding: Finding) -> Iterator[Line]:
        style = {"error": "bold red", "warning": "bold yellow"}.get(finding.severity, "bold")
        head = Span(f"{finding.code} {'known' if finding.known else finding.severity}  ", style)
        yield from headed([head, Span(self._clean(finding.title), "bold")], self._width, indent=2)
        yield from self._text(f"{finding.text}{proof(finding)}", indent=2)
        if finding.settled:
            yield from self._text(f"settled by probes: {finding.settled}", "cyan", indent=2)
        for number, fix in enumerate(finding.fixes, start=1):
            yield from self._fix(number, fix)

    def _fix(self, number: int, fix: Fix) -> Iterator[Line]:
        head = f"fix {number} ({how_proved(fix)})  {fix.title}"
        yield from self._text(head, "green" if fix.proved else "", indent=2, hanging=2)
        if fix.risk:
            yield from self._text(f"risk: {fix.risk}", "yellow", indent=4)
        for line in (fix.diff or "").splitlines():
            style = "" if line.startswith(("---", "+++")) else _DIFF_STYLES.get(line[:1], "")
            yield (Span("    "), Span(self._clean(line), style))

    def _text(self, text: str, style: str = "", *, indent: int = 0, hanging: int = 0) -> Iterator[Line]:
        return paragraph(self._clean(text), self._width, indent=indent, hanging=hanging, style=style)


def _is_of_files(lookup: Lookup) -> bool:
    """Say whether no page was asked for, but files were."""
    return bool(lookup.files) and not lookup.exchanges


def _columns(rows: Sequence[tuple[Index | None, Exchange]], width: int) -> Columns:
    """Return columns as wide as their texts, up to a third of the line for the request and a fifth for the name."""
    requests = [len(asked(index, one)) for index, one in rows]
    names = [len(who(one)) for _, one in rows]
    return Columns(min(max(requests, default=0), width // 3), min(max([6, *names]), width // 5))
