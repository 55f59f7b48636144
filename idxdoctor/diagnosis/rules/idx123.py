"""IDX123: The host that the index redirects to asks for credentials."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.redirects import base_of, last_hops, netrc_for
from idxdoctor.diagnosis.fixes.proposals import move
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import REFUSALS


def _find(case: Case) -> Iterator[Evidence]:
    for hop in last_hops(case):
        request, status = hop.last.request, hop.last.answer.status
        left = request.url.origin != hop.index.url.origin
        if status not in REFUSALS or request.credential is not None or request.decision.drops or not left:
            continue
        target = request.url.origin
        base = base_of(request.url, case.lookup.package)
        moved = () if base is None else (move(hop.index, base),)
        yield Evidence(
            f"{hop.index.label} ({hop.index.provenance}) redirects to {target}, and that answered {status} to a "
            "request without credentials, though the client blames the index",
            (hop.position - 1, hop.position),
            (netrc_for(case, target), *moved),
        )


RULE = Rule(
    code="IDX123",
    severity="error",
    title="The host that the index redirects to asks for credentials",
    means="The index itself is open and sends the client on to another server, which wants credentials. None are known "
    "for that one, or this version does not look for any after a redirect. Clients name the index, not the server that "
    "refused.",
    told="The last request for the index was one that a redirect led to, at another origin than the index's; it "
    "carried no credentials, nor did the one before it, and its answer was 401 or 403.",
    remedies={
        "uv": "Write a netrc entry for the target's host, which uv 0.7.14 and newer consult there, or use the target's "
        "URL for the index's.",
        "pip": "Write a netrc entry for the target's host, which pip takes at each redirect, or use the "
        "target's URL for the index's.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/5595",
        "https://github.com/astral-sh/uv/pull/14126",
    ),
    find=_find,
    instead_of=frozenset({"IDX101"}),
)
