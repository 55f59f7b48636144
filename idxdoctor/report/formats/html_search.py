"""One search in the HTML report: what the client did at each index, the requests as a table and as a diagram."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Final

from idxdoctor.diagnosis.providers import Providers
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Client, Lookup
from idxdoctor.report.formats.sequence_svg import sequence_svg
from idxdoctor.report.phrases import about, asked, kind_of, status, who, why
from idxdoctor.report.steps import Kind, Step, steps_at
from idxdoctor.report.told import files_to_tell

_STEPS: Final[dict[Kind, str]] = {"dropped": "bad", "ended": "bad", "found": "good", "cut": "warn", "unasked": "warn"}
_COLUMNS: Final = ("#", "index", "request", "as", "status", "why")


def search_in_html(lookup: Lookup, client: Client, providers: Providers, clean: Callable[[str], str]) -> Iterator[str]:
    """Return the elements that tell one search, secrets masked by `clean`, every text escaped."""

    def text(said: str) -> str:
        return escape(clean(said))

    yield f"<details open><summary>Requests ({len(lookup.exchanges)})</summary>"
    yield '<ol class="indexes">'
    for position, index in enumerate(lookup.ending.indexes):
        yield f"<li><code>{text(str(index.url.bare()))}</code> <small>{text(about(index, providers))}</small>"
        yield from (_step(step, text) for step in steps_at(lookup, position))
        yield "</li>"
    yield "</ol>"
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="Requests for {text(lookup.package)}">'
    yield '<table class="requests" role="table"><thead role="rowgroup"><tr role="row">'
    yield "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in _COLUMNS)
    yield '</tr></thead><tbody role="rowgroup">'
    yield from (_row(lookup, number, one, text) for number, one in enumerate(lookup.exchanges, start=1))
    yield from (_file_row(number, one, text) for number, one in enumerate(files_to_tell(lookup), start=1))
    yield "</tbody></table></div></details>"
    if lookup.exchanges:
        yield '<details open><summary>As a diagram</summary><div class="scroll" role="region" tabindex="0" '
        yield f'aria-label="Diagram for {text(lookup.package)}">{sequence_svg(client, lookup, clean)}</div></details>'


def _step(step: Step, text: Callable[[str], str]) -> str:
    lead = f"<strong>{step.lead}:</strong> " if step.lead else ""
    style = f' class="{_STEPS[step.kind]}"' if step.kind in _STEPS else ""
    return f"<div{style}>{lead}{text(step.text)}</div>"


def _row(lookup: Lookup, number: int, exchange: Exchange, text: Callable[[str], str]) -> str:
    position = exchange.request.index
    request = asked(lookup.ending.indexes[position], exchange)
    return _cells((str(number), str(position + 1), request), exchange, text)


def _file_row(number: int, exchange: Exchange, text: Callable[[str], str]) -> str:
    request = f"{exchange.request.method} {exchange.request.url}"
    return _cells((f"file {number}", "", request), exchange, text)


def _cells(begun: tuple[str, str, str], exchange: Exchange, text: Callable[[str], str]) -> str:
    number, index, request = begun
    cells = (
        ("number", number),
        ("index", index),
        ("request", text(request)),
        ("who", text(who(exchange))),
        (f"status {kind_of(exchange)}", status(exchange)),
        ("why", text(why(exchange))),
    )
    told = "".join(f'<td role="cell" class="{name.strip()}">{cell}</td>' for name, cell in cells)
    return f'<tr role="row">{told}</tr>'
