"""A report as one HTML file: no network, no script, light and dark, readable on a phone and by a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from idxdoctor import __version__
from idxdoctor.diagnosis.alike import are_many
from idxdoctor.diagnosis.finding import Finding, Fix
from idxdoctor.diagnosis.run import Run, is_failure
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Lookup
from idxdoctor.report.beyond import gone_lines, known_line, probe_lines
from idxdoctor.report.matrix import matrix_of
from idxdoctor.report.matrix_markup import html_table
from idxdoctor.report.phrases import asked, client_line, how_proved, proof, status, who, why
from idxdoctor.report.redaction import Scrubber, scrubber_for
from idxdoctor.report.sequence_svg import sequence_svg
from idxdoctor.report.told import remarks_of, told_of
from idxdoctor.report.verdict import verdict

_CSS: Final = """
:root { color-scheme: light dark; --line: #8886; --good: #18794e; --bad: #c62828; --warn: #946200; }
@media (prefers-color-scheme: dark) { :root { --good: #4cc38a; --bad: #ff8f8f; --warn: #f1c04e; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; }
code, pre, td.request, td.who { font-family: ui-monospace, monospace; font-size: .875rem; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: .5rem; border: 1px solid var(--line); }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
section, details { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; padding: .75rem 1rem; }
summary { cursor: pointer; font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; }
svg { width: 100%; height: auto; font: 12px ui-monospace, monospace; }
svg text { fill: currentColor; } svg .name { font-weight: 600; }
svg .lane { stroke: var(--line); } svg g line { stroke: currentColor; } svg .back { stroke-dasharray: 4 3; }
svg path { fill: currentColor; } svg .good { color: var(--good); } svg .bad, svg .dropped { color: var(--bad); }
nav ul { list-style: none; padding: 0; }
main:has(article:target) article:not(:target) { display: none; }
"""
_CLASSES: Final = {"error": "bad", "warning": "warn", "note": ""}


def html_report(runs: list[Run]) -> str:
    """Return one document for all runs, secrets masked, every text escaped."""
    scrubber = scrubber_for(run.trace for run in runs)
    pages = [RunInHtml(run, number, scrubber) for number, run in enumerate(runs)]
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>idxdoctor report</title><style>{_CSS}</style></head><body>",
        "<h1>Index check</h1>",
        *(line for page in pages for line in page.table()),
        '<nav aria-label="Packages"><ul>',
        *(entry for page in pages for entry in page.contents()),
        '<li><a href="#all">show all</a></li></ul></nav><main id="all">',
        *(part for page in pages for part in page.articles()),
        f"</main><footer><small>idxdoctor {__version__}</small></footer></body></html>",
    ]
    return "\n".join(parts)


class RunInHtml:
    """One run, made into HTML; every text passes the scrubber and is escaped."""

    def __init__(self, run: Run, number: int, scrubber: Scrubber) -> None:
        self._run = run
        self._number = number
        self._clean = scrubber.clean
        self._told = told_of(run, verbose=not are_many(run))

    def table(self) -> Iterator[str]:
        """Return many packages against the indexes; nothing where there are few."""
        matrix = matrix_of(self._run, self._clean)
        told = {one.position for one in self._told}
        yield from (f"<p>{self._text(gone)}</p>" for gone in gone_lines(self._run))
        if matrix is not None:
            yield from html_table(matrix, lambda position: self._id(position) if position in told else None)
            yield from (f"<p>{self._text(remark)}</p>" for remark in remarks_of(self._run))

    def contents(self) -> Iterator[str]:
        """Return an entry for each lookup, with its verdict; it shows that package alone."""
        for position, lookup, findings, _ in self._told:
            bad = is_failure(lookup, findings) or any(not finding.known for finding in findings)
            mark = "✗" if bad else "✓"
            link = f'<a href="#{self._id(position)}">{self._text(verdict(lookup))}</a>'
            yield f'<li><span class="{"bad" if bad else "good"}" aria-hidden="true">{mark}</span> {link}</li>'

    def articles(self) -> Iterator[str]:
        """Return an article for each lookup: its findings, its requests, a diagram of them."""
        for told in self._told:
            position, lookup, findings, _ = told
            yield f'<article id="{self._id(position)}"><h2>{self._text(lookup.package)}</h2>'
            yield f"<p>{self._text(verdict(lookup))}<br><small>{self._text(self._client())}</small></p>"
            if self._run.trace.doubt:
                yield f"<p><strong>In doubt:</strong> {self._text(self._run.trace.doubt)}.</p>"
            for unknown in self._run.trace.unknown:
                yield f"<p><strong>Not in the log:</strong> {self._text(unknown)}.</p>"
            yield from (line for finding in findings for line in self._finding(finding))
            if told.others:
                yield f"<p>{self._text(told.others)}</p>"
            yield from self._beyond(lookup)
            yield from self._search(lookup)
            yield "</article>"

    def _finding(self, finding: Finding) -> Iterator[str]:
        yield f'<section><h3 class="{_CLASSES[finding.severity]}">{finding.code} {self._text(finding.title)}</h3>'
        yield f"<p>{self._text(finding.text + proof(finding))}</p>"
        if finding.settled:
            yield f"<p>Settled by probes: {self._text(finding.settled)}</p>"
        if finding.fixes:
            yield f"<ol>{''.join(map(self._fix, finding.fixes))}</ol>"
        yield "</section>"

    def _fix(self, fix: Fix) -> str:
        proved = f'<em class="{"good" if fix.proved else ""}">({self._text(how_proved(fix))})</em>'
        risk = f'<br><span class="warn">Risk: {self._text(fix.risk)}</span>' if fix.risk else ""
        lines = "\n".join(map(self._text, (fix.diff or "").splitlines()))
        return f"<li>{self._text(fix.title)} {proved}{risk}{f'<pre>{lines}</pre>' if lines else ''}</li>"

    def _beyond(self, lookup: Lookup) -> Iterator[str]:
        for probed in self._run.probed:
            if probed.package == lookup.package:
                lines = "\n".join(map(self._text, probe_lines(probed, self._run.trace)))
                yield f"<pre>{lines}</pre>"
        for known in self._run.known:
            yield f"<p>{self._text(known_line(known))}</p>"

    def _search(self, lookup: Lookup) -> Iterator[str]:
        yield f"<details open><summary>Requests ({len(lookup.exchanges)})</summary>"
        for position, index in enumerate(lookup.ending.indexes):
            visit = lookup.visit_of(position)
            end = visit.decision.text if visit else "never asked"
            yield f"<p>{position + 1}. <code>{self._text(str(index.url.bare()))}</code> "
            yield f"<small>{self._text(str(index.provenance))}</small><br>{self._text(end)}</p>"
        yield '<div class="scroll"><table><thead><tr><th>#</th><th>index</th><th>request</th><th>as</th>'
        yield "<th>status</th><th>why</th></tr></thead><tbody>"
        yield from (self._row(lookup, number, one) for number, one in enumerate(lookup.exchanges, start=1))
        yield "</tbody></table></div></details>"
        if lookup.exchanges:
            diagram = sequence_svg(self._run.trace.client, lookup, self._clean)
            yield f'<details open><summary>As a diagram</summary><div class="scroll">{diagram}</div></details>'

    def _row(self, lookup: Lookup, number: int, exchange: Exchange) -> str:
        code, position = exchange.answer.status, exchange.request.index
        request = self._text(asked(lookup.ending.indexes[position], exchange))
        style = "bad" if code is None or code >= 400 else "good"
        return (
            f'<tr><td>{number}</td><td>{position + 1}</td><td class="request">{request}</td>'
            f'<td class="who">{self._text(who(exchange))}</td><td class="{style}">{status(exchange)}</td>'
            f"<td>{self._text(why(exchange))}</td></tr>"
        )

    def _client(self) -> str:
        return f"{client_line(self._run.trace.client)}, {self._run.title or self._run.trace.source}"

    def _id(self, position: int) -> str:
        return f"lookup-{self._number}-{position}"

    def _text(self, text: str) -> str:
        return escape(self._clean(text))
