"""IDX401: The answer is a page, and it lists no file."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.clients.simple_page import files_of_page
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        exchanges = case.lookup.exchanges_of(visit.index)
        taken = ends_with(visit.decision.code, "found") and exchanges
        if taken and not files_of_page(exchanges[-1][1].answer):
            position, exchange = exchanges[-1]
            yield Evidence(f"{exchange.request.url} was taken for the page", (position,))


RULE = Rule(
    code="IDX401",
    severity="error",
    title="The answer is a page, and it lists no file",
    means="The index answered 200 with a page that lists no file: most often a login page that stands before "
    "the index, or the web interface in its place. The client takes it for the package's page and asks no "
    "other index.",
    told="TODO",
    find=_find,
)
