"""IDX601: uv 0.6.15 and 0.7.0 do not follow a 303."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        exchanges = case.lookup.exchanges_of(visit.index)
        if visit.status == 303 and exchanges:
            yield Evidence(
                f"{exchanges[-1][1].request.url.origin} answered 303",
                (exchanges[-1][0],),
                (Fix("upgrade to uv 0.7.1 or newer"),),
            )


RULE = Rule(
    code="IDX601",
    severity="error",
    title="uv 0.6.15 and 0.7.0 do not follow a 303",
    means="These two releases followed redirects themselves and knew 301, 302, 307 and 308 only; they take the "
    "303 itself for the page. pypiserver answers 303 for packages that it does not have.",
    told="TODO",
    find=_find,
    instead_of=frozenset({"IDX401", "IDX402"}),
)
