"""IDX604: uv 0.6.15 can't follow a redirect to a path."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import upgrades
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        exchanges = case.lookup.exchanges_of(visit.index)
        if ends_with(visit.decision.code, "redirect-relative") and exchanges:
            position, exchange = exchanges[-1]
            yield Evidence(
                f"{exchange.request.url.origin} redirects to a path of its own, without a scheme and host",
                (position,),
                upgrades(case, "refuses_relative_location"),
            )
    fault, files = case.lookup.file_fault, case.lookup.files
    if fault is not None and files and ends_with(fault.code, "redirect-relative"):
        text = f"{files[-1].request.url.origin} redirects to a path of its own, without a scheme and host"
        yield Evidence(text, (), upgrades(case, "refuses_relative_location"), (len(files) - 1,))


RULE = Rule(
    code="IDX604",
    severity="error",
    title="uv 0.6.15 can't follow a redirect to a path",
    means="A Location may leave scheme and host out; Google Artifact Registry does so. This release followed "
    "redirects itself and knew whole URLs only.",
    told="The last answer of the index is a redirect whose Location has no scheme, and the client gave up at it.",
    remedies={"uv": "Any other release will do: upgrade to 0.6.16 or newer."},
    sources=("https://github.com/astral-sh/uv/issues/13037", "https://github.com/astral-sh/uv/pull/13041"),
    find=_find,
    instead_of=frozenset({"IDX402"}),
)
