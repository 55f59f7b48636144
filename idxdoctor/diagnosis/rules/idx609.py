"""IDX609: Of several accounts on one host the last one is tried."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import behaves, upgrades
from idxdoctor.diagnosis.fixes.proposals import give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with, refusals
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import Index


def _find(case: Case) -> Iterator[Evidence]:
    if not (behaves(case, "project_wins_realm") and case.trace.plan.project_command):
        return
    for refusal in refusals(case.lookup):
        index, request = case.index_of(refusal.exchange), refusal.exchange.request
        first = _first_on_host(case, index)
        lent = ends_with(request.decision.code, "realm-credentials")
        if lent and request.credential is not None and first is not None and first != request.credential:
            sent = request.credential
            yield Evidence(
                f"{index.label} has no credentials of its own; {case.trace.client} tried {sent} ({sent.provenance}), "
                f"the last account of the project on {index.url.host}, and not {first} ({first.provenance}), the first",
                (refusal.position,),
                (give_credentials(index), *upgrades(case, "project_wins_realm")),
            )


def _first_on_host(case: Case, index: Index) -> Credential | None:
    """Return what newer releases try for an index without credentials of its own."""
    defined = (other.credential for other in case.trace.plan.defined if other.url.origin == index.url.origin)
    return next((credential for credential in defined if credential is not None and credential.is_complete), None)


RULE = Rule(
    code="IDX609",
    severity="error",
    title="uv before 0.8.15 tries a project's last account on a host",
    means="Several indexes on one host have accounts of their own, and one has none. For that one uv tries an account "
    "that it knows for the host: a project command the last one that the project names, until 0.8.14; since 0.8.15 the "
    "first one.",
    told="The index was refused with credentials that were lent by another index of its host; they are not those of "
    "the first index there, and the version lends the last.",
    remedies={"uv": "Give the index credentials of its own; then it does not matter. Or upgrade to 0.8.15 or newer."},
    sources=("https://github.com/astral-sh/uv/pull/15546",),
    find=_find,
    needs=frozenset({"configuration"}),
    instead_of=frozenset({"IDX201", "IDX202", "IDX203"}),
)
