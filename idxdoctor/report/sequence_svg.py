"""A lookup as a sequence diagram in SVG: a line for the client and each server, an arrow for each request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Final

from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Client, Lookup
from idxdoctor.report.phrases import came, who

_LANE: Final = 300
_LEFT: Final = 110
_TOP: Final = 56
_STEP: Final = 52
_LONGEST_LABEL: Final = 46


def sequence_svg(client: Client, lookup: Lookup, clean: Callable[[str], str]) -> str:
    """Return an `<svg>` element, secrets masked by `clean`, with a title and a description for those who hear it."""
    servers = list(dict.fromkeys(str(one.request.url.origin) for one in lookup.exchanges))
    width = _LEFT + _LANE * max(len(servers), 1) + 60
    height = _TOP + _STEP * len(lookup.exchanges) + 24
    parts = [
        f'<svg viewBox="0 0 {width} {height}" role="img" style="max-width:{width}px">',
        f"<title>{escape(clean(lookup.package))}: {len(lookup.exchanges)} requests in order</title>",
        *_lanes([str(client), *servers], height, clean),
        *(
            line
            for number, exchange in enumerate(lookup.exchanges)
            for line in _arrows(number, exchange, servers.index(str(exchange.request.url.origin)), clean)
        ),
        "</svg>",
    ]
    return "\n".join(parts)


def _lanes(names: list[str], height: int, clean: Callable[[str], str]) -> Iterator[str]:
    for lane, name in enumerate(names):
        x = _LEFT + _LANE * lane
        yield f'<line class="lane" x1="{x}" y1="34" x2="{x}" y2="{height - 8}"/>'
        yield f'<text class="name" x="{x}" y="22" text-anchor="middle">{escape(_short(clean(name)))}</text>'


def _arrows(number: int, exchange: Exchange, server: int, clean: Callable[[str], str]) -> Iterator[str]:
    request, answer = exchange.request, exchange.answer
    y, left, right = _TOP + _STEP * number, _LEFT, _LEFT + _LANE * (server + 1)
    path = str(request.url).removeprefix(str(request.url.origin)) or "/"
    asked = _short(clean(f"{number + 1}  {request.method} {path}"))
    told = f"as {who(exchange)}: {came(exchange)}"
    kind = "dropped" if request.decision.drops else "bad" if (answer.status or 999) >= 400 else "good"
    yield f'<g class="{kind}"><line x1="{left}" y1="{y}" x2="{right}" y2="{y}"/>'
    yield f'<path d="M {right} {y} l -8 -4 v 8 z"/>'
    yield f'<line class="back" x1="{right}" y1="{y + 20}" x2="{left}" y2="{y + 20}"/>'
    yield f'<path d="M {left} {y + 20} l 8 -4 v 8 z"/>'
    yield f'<text x="{left + 12}" y="{y - 6}">{escape(asked)}</text>'
    yield f'<text x="{left + 12}" y="{y + 15}">{escape(_short(clean(told)))}</text></g>'


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL // 2]}…{text[-_LONGEST_LABEL // 2 + 1 :]}"
