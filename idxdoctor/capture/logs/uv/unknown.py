"""What a log of uv does not tell, and the command that would show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from idxdoctor.model.exchange import Gap
from idxdoctor.model.trace import Lookup


def unknown(
    lookups: Iterable[Lookup],
    kinds: frozenset[str],
    *,
    hidden_redirects: bool,
    unclear_redirects: bool = False,
    unclear_stops: bool = False,
) -> Iterator[str]:
    """Return sentences on what can't be known from this log."""
    gaps = {gap for lookup in lookups for exchange in lookup.exchanges for gap in exchange.gaps}
    if Gap.WHO in gaps:
        yield (
            "as whom requests were sent: `uv -vv ...` shows it (before 0.6.4: RUST_LOG=uv_auth=trace,uv_client=trace)"
        )
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
        yield "which search a refusal ended: several packages were looked up at once, and `uv -vv ...` tells them apart"
    if "fetching" in kinds or "uncached" in kinds:
        yield "the configuration: which file or variable an index and its credentials come from (`idxdoctor config`)"
