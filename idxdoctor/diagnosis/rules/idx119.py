"""IDX119: Credentials are known, but the server never asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.clients.simple_page import files_of_page
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import give_credentials, set_policy, upgrade
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Visit


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        index = case.ending.indexes[visit.index]
        exchanges = case.lookup.exchanges_of(visit.index)
        if index.credential is not None or any(exchange.request.credential for _, exchange in exchanges):
            continue
        known = _known(case, index)
        strange = _strange(index, visit, [exchange for _, exchange in exchanges])
        if known is None or strange is None:
            continue
        yield Evidence(
            f"{index.label} ({index.provenance}) answered nobody with {strange}, not with 401; so {known} "
            f"({known.provenance}), which is looked up only after a refusal, was never sent",
            tuple(position for position, _ in exchanges),
            tuple(_fixes(index)),
        )


def _known(case: Case, index: Index) -> Credential | None:
    """Return what netrc, or the client's own store, has for the index."""
    plan = case.trace.plan
    for entry in reversed(plan.netrc):
        if entry.host == index.url.host:
            return entry.credential
    if not case.is_older_than("uv", "0.8.15"):
        for stored in plan.stored:
            service = stored.service
            if service.origin == index.url.origin and index.url.path.startswith(service.path):
                return stored.credential
    return None


def _strange(index: Index, visit: Visit, exchanges: list[Exchange]) -> str | None:
    """Say what a server may give a stranger in place of a page; None for anything else."""
    if not exchanges:
        return None
    first, last = exchanges[0], exchanges[-1]
    if last.request.url.origin != index.url.origin:
        return f"{first.answer.status} and a redirect to {last.request.url.origin}"
    if ends_with(visit.decision.code, "not-a-page"):
        return f"{last.answer.status} and something that is no list of files"
    if ends_with(visit.decision.code, "found") and not list(files_of_page(last.answer)):
        return f"{last.answer.status} and a page without files"
    return None


def _fixes(index: Index) -> Iterator[Fix]:
    if index.policy == "always":
        yield upgrade("uv", "0.6.12", ", which honours `authenticate = always` here")
    else:
        yield set_policy(index, "always", ", so that it is never asked without credentials")
    yield give_credentials(index, f"give {index.label} credentials of its own, which are sent at once")


RULE = Rule(
    code="IDX119",
    severity="error",
    title="Credentials are known, but the server never asks for them",
    means="netrc and store are looked up only after 401, 403 or 404. A server that answers strangers with a redirect "
    "to a public index, a sign-in page or an empty list never asks, so the private package is never seen, and a public "
    "one of the same name may come in its place.",
    told="All requests to the index went out without credentials; netrc or the store has some for it; and the answer "
    "was a redirect to another origin, no page of files, or a page that lists none.",
    remedies={
        "uv": "Set `authenticate = always` for the index (uv 0.6.12 or newer), or set UV_INDEX_<NAME>_USERNAME and "
        "UV_INDEX_<NAME>_PASSWORD, which are sent with the first request.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#authentication",
        "https://github.com/astral-sh/uv/issues/7359",
        "https://github.com/astral-sh/uv/issues/12004",
    ),
    find=_find,
    instead_of=frozenset({"IDX213", "IDX302", "IDX308", "IDX401", "IDX405", "IDX406", "IDX611"}),
)
