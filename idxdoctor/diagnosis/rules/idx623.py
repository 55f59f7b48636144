"""IDX623: pip before 25.2 does not look into netrc where the URL has a username."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import forget_credentials, give_credentials, upgrade
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with, refusals


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup):
        request, index = refusal.exchange.request, case.ending.indexes[refusal.visit.index]
        if ends_with(request.decision.code, "username-only", "either") and _netrc_has(case, request.url.host):
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {refusal.visit.status}; its URL has a username and no "
                f"password, and netrc, which has an entry for {request.url.host}, was not looked into for it",
                (refusal.position,),
                _fixes(case, refusal.visit.index),
            )


def _netrc_has(case: Case, host: str) -> bool:
    """Say whether netrc gave credentials for a host somewhere in the run."""
    exchanges = (exchange for lookup in case.trace.lookups for exchange in lookup.exchanges)
    return any(
        ends_with(one.request.decision.code, "netrc-credentials") and one.request.url.host == host for one in exchanges
    )


def _fixes(case: Case, position: int) -> tuple[Fix, ...]:
    index = case.ending.indexes[position]
    return (
        upgrade("pip", "25.2"),
        forget_credentials(index, f"take the username out of {index.provenance}, so that netrc's entry counts"),
        give_credentials(index),
    )


RULE = Rule(
    code="IDX623",
    severity="error",
    title="pip before 25.2 does not look into netrc where the URL has a username",
    means="The HTTP library of these releases takes `user@host` for the name of the host and finds no such entry. An "
    "index URL with a username alone so gets no password from netrc, while others on the host do.",
    told="netrc gave credentials for the host elsewhere in the run, and an index there, whose URL has a username "
    "alone, was refused.",
    remedies={"pip": "Use pip 25.2 or newer, or take the username out of the URL."},
    sources=("https://github.com/psf/requests/pull/6965",),
    find=_find,
    instead_of=frozenset({"IDX103", "IDX219"}),
    only_in_logs=True,
)
