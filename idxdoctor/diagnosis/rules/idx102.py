"""IDX102: Credentials were dropped at a redirect to another origin."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for position, exchange in enumerate(case.lookup.exchanges):
        crossed = ends_with(exchange.request.decision.code, "redirect-dropped")
        if crossed and exchange.answer.status in {401, 403, 404}:
            yield Evidence(
                f"{exchange.request.url.origin} answered {exchange.answer.status}, not the index: "
                f"{exchange.request.decision.text}",
                (position - 1, position),
                (Fix(f"configure {exchange.request.url.origin} as the index, with credentials of its own"),),
            )


RULE = Rule(
    code="IDX102",
    severity="error",
    title="Credentials were dropped at a redirect to another origin",
    means="The index sent the client to another scheme, host or port. Credentials are not carried there, and "
    "the target refuses to answer without any. The status comes from the target, though clients blame the "
    "index.",
    told="TODO",
    find=_find,
)
