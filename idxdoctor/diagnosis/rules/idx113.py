"""IDX113: A redirect leads out of the index, and the credentials are not sent there."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.clients.simple_page import files_of_page
from idxdoctor.diagnosis.evidence.redirects import base_of
from idxdoctor.diagnosis.fixes.proposals import advice, move
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        exchanges = case.lookup.exchanges_of(visit.index)
        outside = [
            (position, exchange)
            for position, exchange in exchanges
            if ends_with(exchange.request.decision.code, "redirect-outside-index")
        ]
        if not outside or exchanges[-1][1].request.credential is not None or files_of_page(exchanges[-1][1].answer):
            continue
        position, exchange = outside[-1]
        index = case.ending.indexes[visit.index]
        base = base_of(exchange.request.url, case.lookup.package)
        yield Evidence(
            f"{index.label} ({index.provenance}) redirected to {exchange.request.url}, which is not below "
            f"{index.url.bare()}: {exchange.request.decision.text}; it answered {exchange.answer.status}",
            (position - 1, position),
            (
                move(index, base, ", where the pages are")
                if base
                else advice(f"let the server redirect to a URL below {index.url.bare()}, or use the one that it names"),
            ),
        )


RULE = Rule(
    code="IDX113",
    severity="error",
    title="A redirect leads out of the index, and the credentials are not sent there",
    means="The redirect stays on the host but leads to a path that is not below the index. Credentials from variables, "
    "netrc or keyring are known for the index alone, so the target is asked without any first; and as it answers "
    "something else than 401, 403 or 404, nobody looks for credentials again.",
    told="A request that a redirect on the same origin led to was sent without the credentials of the one before it, "
    "none were sent after it, and the index gave no page.",
    remedies={"uv": "Configure the URL that the redirect leads to, without the package's name, as the index."},
    sources=("https://github.com/astral-sh/uv/pull/14126",),
    find=_find,
    instead_of=frozenset({"IDX302", "IDX401", "IDX402", "IDX405", "IDX406"}),
)
