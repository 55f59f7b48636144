"""IDX603: A status that came after a retry is lost."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import upgrades
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        exchanges = case.lookup.exchanges_of(visit.index)
        passable = {401, 403, 404} | (case.ending.indexes[visit.index].ignored_statuses or frozenset())
        if ends_with(visit.decision.code, "status-lost") and visit.status in passable and exchanges:
            position, exchange = exchanges[-1]
            yield Evidence(
                f"{exchange.request.url.origin} answered {visit.status} at the {_nth(exchange.request.attempt)} try, "
                f"and {case.trace.client} ends the run at any status that comes after a retry",
                (position,),
                upgrades(case, "loses_status_after_retry"),
            )


def _nth(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")


RULE = Rule(
    code="IDX603",
    severity="error",
    title="uv 0.7.14 to 0.8.4 lose a status that comes after a retry",
    means="The index answered 5xx, 408 or 429 at first, or not at all, and then 4xx. These releases no longer knew the "
    "status after a retry and ended the run, even at a 404, which only means that the package is elsewhere. A 401 that "
    "comes so is no sign of wrong credentials by itself.",
    told="The client gave up over a 401, 403, 404 or ignored status that came at a second or later try.",
    remedies={"uv": "Upgrade to 0.8.5 or newer."},
    sources=("https://github.com/astral-sh/uv/pull/13897", "https://github.com/astral-sh/uv/pull/14996"),
    find=_find,
    instead_of=frozenset({"IDX305", "IDX402"}),
)
