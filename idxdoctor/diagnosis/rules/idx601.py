"""IDX601: uv 0.6.15 and 0.7.0 do not follow a 303."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.rule import Evidence, Rule
from idxdoctor.model.finding import Fix
from idxdoctor.model.trace import Lookup, Trace


def _find(lookup: Lookup, _: Trace) -> Iterator[Evidence]:
    for visit in lookup.ending.visits:
        exchanges = lookup.exchanges_of(visit.index)
        if visit.status == 303 and exchanges:
            yield Evidence(
                f"{exchanges[-1][1].request.url.origin} answered 303",
                (exchanges[-1][0],),
                (Fix("upgrade to uv 0.7.1 or newer"),),
            )


RULE = Rule(
    "IDX601",
    "error",
    "uv 0.6.15 and 0.7.0 do not follow a 303",
    "These two releases followed redirects themselves and knew 301, 302, 307 and 308 only; they take the "
    "303 itself for the page. pypiserver answers 303 for packages that it does not have.",
    _find,
)
