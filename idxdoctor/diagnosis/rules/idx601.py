"""IDX601: uv 0.6.15 and 0.7.0 do not follow a 303."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import behaves, upgrades
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        exchanges = case.lookup.exchanges_of(visit.index)
        if visit.status == 303 and exchanges and behaves(case, "ignores_303"):
            position, exchange = exchanges[-1]
            yield Evidence(
                f"{exchange.request.url.origin} answered 303, which {case.trace.client} takes for the page itself",
                (position,),
                upgrades(case, "ignores_303"),
            )


RULE = Rule(
    code="IDX601",
    severity="error",
    title="uv 0.6.15 and 0.7.0 do not follow a 303",
    means="These two releases followed redirects themselves and knew 301, 302, 307 and 308 only; they take the "
    "303 itself for the page. pypiserver answers 303 for packages that it does not have.",
    told="The last answer of the index is a 303, and the version is one of the two.",
    remedies={"uv": "Upgrade to 0.7.1 or newer. `ignore-error-codes` is never matched with redirects."},
    sources=(
        "https://github.com/astral-sh/uv/issues/13208",
        "https://github.com/astral-sh/uv/issues/13216",
        "https://github.com/astral-sh/uv/pull/13215",
    ),
    find=_find,
    instead_of=frozenset({"IDX401", "IDX402"}),
)
