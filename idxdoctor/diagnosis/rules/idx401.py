"""IDX401: The answer is a page, and it lists no file."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.clients.simple_page import files_of_page
from idxdoctor.diagnosis.rule import Evidence, Rule, ends_with
from idxdoctor.model.trace import Lookup, Trace


def _find(lookup: Lookup, _: Trace) -> Iterator[Evidence]:
    for visit in lookup.ending.visits:
        exchanges = lookup.exchanges_of(visit.index)
        taken = ends_with(visit.decision.code, "found") and exchanges
        if taken and not files_of_page(exchanges[-1][1].answer):
            position, exchange = exchanges[-1]
            yield Evidence(f"{exchange.request.url} was taken for the page", (position,))


RULE = Rule(
    "IDX401",
    "error",
    "The answer is a page, and it lists no file",
    "The index answered 200 with a page that lists no file: most often a login page that stands before "
    "the index, or the web interface in its place. The client takes it for the package's page and asks no "
    "other index.",
    _find,
)
