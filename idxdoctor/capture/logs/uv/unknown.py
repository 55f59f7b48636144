"""What a log of uv does not tell, and the command that would show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from idxdoctor.capture.logs.urls import HIDDEN, UNNAMED
from idxdoctor.model.exchange import Gap
from idxdoctor.model.trace import Lookup

_SHOWN: Final = "`uv -vv ...` shows it (before 0.6.4: RUST_LOG=uv_auth=trace,uv_client=trace)"
_CUT_OUT: Final = "the lines that tell are not in it"
_OF_NO_REQUEST: Final = frozenset({"solving", "versions", "installed", "nothing"})
"""The kinds of messages that speak of no request."""


def unknown(
    lookups: Iterable[Lookup],
    kinds: frozenset[str],
    *,
    traced: bool,
    hidden_redirects: bool,
    unclear_redirects: bool = False,
    unclear_stops: bool = False,
) -> Iterator[str]:
    """Return sentences on what can't be known from this log."""
    told = list(lookups)
    if not told:
        return
    yield from _nameless(told)
    if kinds <= _OF_NO_REQUEST and not any(lookup.exchanges or lookup.files for lookup in told):
        yield "which requests were sent, as whom, and what came back: `uv -vv ...` shows it"
    gaps = {gap for lookup in told for exchange in (*lookup.exchanges, *lookup.files) for gap in exchange.gaps}
    if Gap.WHO in gaps:
        yield f"as whom {'some ' if traced else ''}requests were sent: {_CUT_OUT if traced else _SHOWN}"
    if Gap.STATUS in gaps:
        yield "some statuses: `idxdoctor check` asks the same servers and shows them"
    if hidden_redirects:
        yield "redirects on the way: this release follows them without a word, so a status may be that of another URL"
    if unclear_redirects:
        yield (
            "whose answer some redirects were: several pages were asked for at once, and uv names only where a "
            "redirect leads (`idxdoctor check` asks for one after the other)"
        )
    if unclear_stops:
        yield "which search a refusal ended: `uv -vv ...` names the page that each answer is of"
    if "fetching" in kinds or "uncached" in kinds:
        yield "the configuration: which file or variable an index and its credentials come from (`idxdoctor config`)"


def _nameless(told: list[Lookup]) -> Iterator[str]:
    """Say what a word or a URL of ours stands for."""
    if any(lookup.package == UNNAMED for lookup in told):
        yield f"which package was looked for: {UNNAMED} stands for it"
    if any(lookup.package == UNNAMED and lookup.files for lookup in told):
        yield "whether that was a page or a file: its URL is cut"
    urls = [index.url for lookup in told for index in lookup.ending.indexes]
    if HIDDEN in (*urls, *(one.request.url for lookup in told for one in lookup.files)):
        yield f"which server that was: its URL is blanked, and {HIDDEN.host} stands for it"
