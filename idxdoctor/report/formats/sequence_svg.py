"""A lookup as a sequence diagram in SVG: a line for the client and each server, an arrow for each request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Final, NamedTuple

from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Client, Lookup
from idxdoctor.report.phrases import came, kind_of, who
from idxdoctor.report.steps import dropped_at

_LETTER: Final = 7.3
"""How wide a character of the diagram's font is, in pixels, at most."""
_NARROWEST_LANE: Final = 180
_EDGE: Final = 12
_TOP: Final = 56
_STEP: Final = 52
_LONGEST_LABEL: Final = 40
"""What lets a search on one host fit a phone."""


class _Sheet(NamedTuple):
    """Where the lines stand: the client's at the left edge, each server's beside it, the last at the right edge."""

    lane: int
    servers: int

    def x(self, lane: int) -> int:
        """Return where a line stands; 0 is the client's."""
        return _EDGE + self.lane * lane

    @property
    def width(self) -> int:
        """Return how wide it is."""
        return self.x(self.servers) + _EDGE

    def anchor(self, lane: int) -> str:
        """Return how a line's name stands above it, so that none goes over an edge."""
        return "start" if lane == 0 else "end" if lane == self.servers else "middle"


def sequence_svg(client: Client, lookup: Lookup, clean: Callable[[str], str]) -> str:
    """Return an `<svg>` element, secrets masked by `clean`, with a title and a description for those who hear it."""
    servers = list(dict.fromkeys(str(one.request.url.origin) for one in lookup.exchanges))
    names = [_short(clean(name)) for name in (str(client), *servers)]
    dropped = dropped_at(lookup)
    labels = [_labels(number, one, clean, dropped=number in dropped) for number, one in enumerate(lookup.exchanges)]
    sheet = _sheet(names, [label for pair in labels for label in pair])
    height = _TOP + _STEP * len(lookup.exchanges)
    size = f'viewBox="0 0 {sheet.width} {height}" width="{sheet.width}" height="{height}"'
    parts = [
        f'<svg {size} role="img">',
        f"<title>{escape(clean(lookup.package))}: {len(lookup.exchanges)} requests in order</title>",
        f"<desc>{escape(clean(_told(lookup)))}</desc>",
        *_lanes(names, height, sheet),
        *(
            line
            for number, exchange in enumerate(lookup.exchanges)
            for line in _arrows(
                _TOP + _STEP * number,
                exchange,
                (sheet.x(0), sheet.x(servers.index(str(exchange.request.url.origin)) + 1)),
                labels[number],
            )
        ),
        "</svg>",
    ]
    return "\n".join(parts)


def _sheet(names: list[str], labels: list[str]) -> _Sheet:
    """Return lines so far apart that no label and no name is cut off or meets another."""
    first, *others, last = map(_wide, names)
    halves = [wide // 2 for wide in others]
    between = (one + other + _EDGE for one, other in zip([first, *halves], [*halves, last], strict=True))
    widest_label = max(map(_wide, labels), default=0) + 2 * _EDGE
    return _Sheet(max(widest_label, *between, _NARROWEST_LANE), len(names) - 1)


def _wide(text: str) -> int:
    return round(len(text) * _LETTER)


def _labels(position: int, exchange: Exchange, clean: Callable[[str], str], *, dropped: bool) -> tuple[str, str]:
    """Return what stands above the arrow there, and above the one back."""
    request = exchange.request
    path = str(request.url).removeprefix(str(request.url.origin)) or "/"
    asked = f"{position + 1}  {request.method} {path}"
    told = f"as {who(exchange)}: {came(exchange)}{', credentials dropped' if dropped else ''}"
    return _short(clean(asked)), _short(clean(told))


def _told(lookup: Lookup) -> str:
    """Return what the diagram shows, in words."""
    return "; ".join(
        f"{number}: {one.request.method} {one.request.url} as {who(one)}: {came(one)}"
        for number, one in enumerate(lookup.exchanges, start=1)
    )


def _lanes(names: list[str], height: int, sheet: _Sheet) -> Iterator[str]:
    for lane, name in enumerate(names):
        x = sheet.x(lane)
        yield f'<line class="lane" x1="{x}" y1="30" x2="{x}" y2="{height - 8}"/>'
        yield f'<text class="name" x="{x}" y="22" text-anchor="{sheet.anchor(lane)}">{escape(name)}</text>'


def _arrows(y: int, exchange: Exchange, ends: tuple[int, int], labels: tuple[str, str]) -> Iterator[str]:
    left, right = ends
    asked, told = labels
    kind = kind_of(exchange) or "plain"
    if exchange.request.decision.drops and kind != "bad":
        kind = "dropped"
    yield f'<g class="{kind}"><line x1="{left}" y1="{y}" x2="{right}" y2="{y}"/>'
    yield f'<path d="M {right} {y} l -8 -4 v 8 z"/>'
    yield f'<line class="back" x1="{right}" y1="{y + 20}" x2="{left}" y2="{y + 20}"/>'
    yield f'<path d="M {left} {y + 20} l 8 -4 v 8 z"/>'
    yield f'<text x="{left + _EDGE}" y="{y - 6}">{escape(asked)}</text>'
    yield f'<text x="{left + _EDGE}" y="{y + 15}">{escape(told)}</text></g>'


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL // 2]}…{text[-_LONGEST_LABEL // 2 + 1 :]}"
