"""A configuration as text: the indexes in search order, each value with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.model.overview import IndexOverview, Overview, Remark
from idxdoctor.model.plan import Index, Plan
from idxdoctor.model.trace import Client
from idxdoctor.report.layout import Cell, Line, Span, paragraph, row
from idxdoctor.report.redaction import plan_scrubber

_LABEL: Final = 12


def configuration_lines(client: Client, plan: Plan, overview: Overview, width: int) -> Iterator[Line]:
    """Return the lines to print, at most `width` wide but for the indexes' URLs, secrets masked."""
    clean = plan_scrubber(plan).clean
    searched = [index for index in overview.indexes if index.position is not None]
    unused = [index for index in overview.indexes if index.position is None]
    yield from paragraph(f"{client}: {plan.strategy.value}, keyring {'asked' if plan.keyring else 'off'}", width)
    for index in searched:
        yield ()
        yield (Span(clean(f"{index.position:>2}  {index.definition.url.bare()}"), "bold"),)
        for label, text in _facts(index):
            yield from row([Cell("", 4), Cell(label, _LABEL, "dim"), Cell(clean(text), 0)], width)
    if not searched:
        yield (Span("No index is asked.", "yellow"),)
    listed = (
        ("Never asked", "bold", [*map(_unused_line, unused)]),
        ("Asked for one package alone", "bold", [_pin_line(name, pinned) for name, pinned in plan.pins.items()]),
        ("Look at", "bold yellow", [*map(_remark_line, overview.remarks)]),
    )
    for heading, style, texts in listed:
        if texts:
            yield ()
            yield (Span(heading, style),)
            for text in texts:
                yield from paragraph(clean(text), width, indent=4)


def _facts(overview: IndexOverview) -> Iterator[tuple[str, str]]:
    """Return what is known of an index, each with what it is called."""
    index = overview.definition
    yield "defined in", f"{index.provenance}{f', named {index.name}' if index.name else ''}"
    if index.credential is None:
        yield "credentials", "none configured"
    else:
        yield "credentials", f"{index.credential} ({index.credential.provenance})"
    if overview.netrc is not None:
        yield "netrc", f"{overview.netrc.credential} ({overview.netrc.credential.provenance})"
    if overview.stored is not None:
        yield "store", f"{overview.stored.credential} ({overview.stored.credential.provenance})"
    for call in overview.keyring:
        yield "keyring", str(call)
    if overview.policy != "auto":
        yield "authenticate", overview.policy
    if index.ignored_statuses is not None:
        yield "passed over", ", ".join(str(code) for code in sorted(index.ignored_statuses)) or "none"


def _unused_line(overview: IndexOverview) -> str:
    return f"{overview.definition.url.bare()}  ({overview.definition.provenance}): {overview.unused}"


def _pin_line(name: str, pinned: Index) -> str:
    return f"{name}: {pinned.label}, {pinned.url.bare()} ({pinned.provenance})"


def _remark_line(remark: Remark) -> str:
    return f"{remark.provenance}: {remark.text}{f' ({remark.remedy})' if remark.remedy else ''}"
