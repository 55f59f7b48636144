"""A report as one HTML file: no network, no script, light and dark, readable on a phone and by a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from idxdoctor import __version__
from idxdoctor.diagnosis.alike import are_many
from idxdoctor.diagnosis.finding import Finding, Fix
from idxdoctor.diagnosis.providers import Providers
from idxdoctor.diagnosis.run import Run, is_failure
from idxdoctor.model.trace import Lookup
from idxdoctor.report.beyond import gone_lines, known_line, probe_lines
from idxdoctor.report.formats.html_search import search_in_html
from idxdoctor.report.formats.html_style import CSS
from idxdoctor.report.phrases import client_line, how_proved, proof
from idxdoctor.report.redaction import Scrubber, scrubber_for
from idxdoctor.report.tables.matrix import matrix_of
from idxdoctor.report.tables.matrix_markup import html_table
from idxdoctor.report.told import remarks_of, told_of
from idxdoctor.report.verdict import verdict

_CODE: Final = re.compile(r"`([^`]+)`")
_TO_ALL: Final = '<a href="#all">All packages</a>'
_CLASSES: Final = {"error": "bad", "warning": "warn", "note": ""}


def html_report(runs: list[Run]) -> str:
    """Return one document for all runs, secrets masked, every text escaped."""
    scrubber = scrubber_for(run.trace for run in runs)
    pages = [RunInHtml(run, number, scrubber) for number, run in enumerate(runs)]
    entries = [entry for page in pages for entry in page.contents(alone=len(runs) == 1)]
    tables = [line for page in pages for line in page.table()]
    alone = len(entries) == 1 and not tables
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>idxdoctor report</title><style>{CSS}</style></head><body>",
        "<header><h1>Index check</h1>",
        *(line for page in pages for line in page.summary()),
        "</header>",
        *(_navigation(entries) if entries and not alone else ()),
        '<main id="all">',
        *tables,
        *(part for page in pages for part in page.articles(alone=alone)),
        f"</main><footer><small>idxdoctor {__version__}</small></footer></body></html>",
    ]
    return "\n".join(parts)


def _navigation(entries: list[str]) -> Iterator[str]:
    """Return links to each lookup that is told."""
    yield '<nav aria-label="Packages, each to be shown alone"><ul>'
    yield from entries
    yield f"<li>{_TO_ALL}</li></ul></nav>"


def _is_bad(lookup: Lookup, findings: tuple[Finding, ...]) -> bool:
    return is_failure(lookup, findings) or any(not finding.known for finding in findings)


def _mark(*, bad: bool) -> str:
    return f'<span class="{"bad" if bad else "good"}" aria-hidden="true">{"✗" if bad else "✓"}</span>'


class RunInHtml:
    """One run, made into HTML; every text passes the scrubber and is escaped."""

    def __init__(self, run: Run, number: int, scrubber: Scrubber) -> None:
        self._run = run
        self._number = number
        self._clean = scrubber.clean
        self._providers = Providers(run.trace)
        self._told = told_of(run, verbose=not are_many(run))
        self._matrix = matrix_of(run, self._clean)

    def summary(self) -> Iterator[str]:
        """Return how many packages went in which way, where there are many, and what is no more as it was."""
        if self._matrix is not None:
            yield f'<p class="verdict">{escape(self._matrix.summary)}</p>'
        yield from (f"<p>{self._text(gone)}</p>" for gone in gone_lines(self._run))

    def table(self) -> Iterator[str]:
        """Return many packages against the indexes; nothing where there are few."""
        told = {one.position for one in self._told}
        if self._matrix is not None:
            yield from html_table(self._matrix, lambda position: self._id(position) if position in told else None)
            yield from (f"<p>{self._text(remark)}</p>" for remark in remarks_of(self._run))

    def contents(self, *, alone: bool) -> Iterator[str]:
        """Return an entry for each lookup, with its verdict; it shows that package alone.

        `alone` says that there is no other run, from which this one must be told.
        """
        run = "" if alone else f" <small>{self._text(self._client())}</small>"
        for position, lookup, findings, _ in self._told:
            link = f'<a href="#{self._id(position)}">{self._text(verdict(lookup))}</a>'
            yield f"<li>{_mark(bad=_is_bad(lookup, findings))} {link}{run}</li>"

    def articles(self, *, alone: bool) -> Iterator[str]:
        """Return an article for each lookup: its findings, its requests, a diagram of them.

        `alone` says that there is nothing else, to which the reader might want to get back.
        """
        for told in self._told:
            position, lookup, findings, _ = told
            own = self._id(position)
            yield f'<article id="{own}" aria-labelledby="name-{own}">'
            yield f'<h2 id="name-{own}">{self._text(lookup.package)}</h2>'
            yield from () if alone else (f'<p class="up">{_TO_ALL}</p>',)
            bad = _is_bad(lookup, findings)
            said = f"{_mark(bad=bad)} {self._text(verdict(lookup))}"
            yield f'<p class="verdict {"bad" if bad else "good"}">{said}</p>'
            yield f"<p><small>{self._text(self._client())}</small></p>"
            if self._run.trace.doubt:
                yield f"<p><strong>In doubt:</strong> {self._text(self._run.trace.doubt)}.</p>"
            for unknown in self._run.trace.unknown:
                yield f"<p><strong>Not in the log:</strong> {self._text(unknown)}.</p>"
            yield from (line for finding in findings for line in self._finding(finding))
            if told.others:
                yield f"<p>{self._text(told.others)}</p>"
            yield from self._beyond(lookup)
            yield from search_in_html(lookup, self._run.trace.client, self._providers, self._clean)
            yield "</article>"

    def _finding(self, finding: Finding) -> Iterator[str]:
        heading = f"{finding.code} {finding.severity}: {self._text(finding.title)}"
        yield f'<section><h3 class="{_CLASSES[finding.severity]}">{heading}</h3>'
        yield f"<p>{self._prose(finding.text + proof(finding))}</p>"
        if finding.settled:
            yield f"<p>Settled by probes: {self._prose(finding.settled)}</p>"
        if finding.fixes:
            yield f"<ol>{''.join(map(self._fix, finding.fixes))}</ol>"
        yield "</section>"

    def _fix(self, fix: Fix) -> str:
        proved = f'<em class="{"good" if fix.proved else ""}">({self._text(how_proved(fix))})</em>'
        risk = f'<br><span class="warn">Risk: {self._text(fix.risk)}</span>' if fix.risk else ""
        lines = "\n".join(map(self._diff_line, (fix.diff or "").splitlines()))
        return f"<li>{self._prose(fix.title)} {proved}{risk}{f'<pre>{lines}</pre>' if lines else ''}</li>"

    def _beyond(self, lookup: Lookup) -> Iterator[str]:
        for probed in self._run.probed:
            if probed.package == lookup.package:
                lines = "\n".join(map(self._text, probe_lines(probed, self._run.trace)))
                yield f"<pre>{lines}</pre>"
        for known in self._run.known:
            yield f"<p>{self._text(known_line(known))}</p>"

    def _client(self) -> str:
        return f"{client_line(self._run.trace.client)}, {self._run.title or self._run.trace.source}"

    def _id(self, position: int) -> str:
        return f"lookup-{self._number}-{position}"

    def _diff_line(self, line: str) -> str:
        kind = None if line.startswith(("---", "+++")) else {"+": "good", "-": "bad"}.get(line[:1])
        return f'<span class="{kind}">{self._text(line)}</span>' if kind else self._text(line)

    def _prose(self, text: str) -> str:
        """Return a text in which what stands in backquotes is code."""
        return _CODE.sub(r"<code>\1</code>", self._text(text))

    def _text(self, text: str) -> str:
        return escape(self._clean(text))
