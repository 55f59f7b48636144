"""IDX125: Refused credentials hide others that netrc has for the host."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import forget_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, refusals


def _find(case: Case) -> Iterator[Evidence]:
    by_host = {entry.host: entry.credential for entry in case.trace.plan.netrc}
    for refusal in refusals(case.lookup):
        index = case.ending.indexes[refusal.visit.index]
        sent, other = refusal.exchange.request.credential, by_host.get(index.url.host)
        if sent is None or not sent.is_complete or sent != index.credential or other is None or other == sent:
            continue
        if refusal.exchange.request.url.origin == index.url.origin:
            yield Evidence(
                f"{sent} ({sent.provenance}) was refused with {refusal.visit.status}, and {other.provenance} has other "
                f"credentials for {index.url.host}, which are not tried after these",
                (refusal.position,),
                (forget_credentials(index, f"take the credentials out of {sent.provenance}, so that netrc's count"),),
            )


RULE = Rule(
    code="IDX125",
    severity="error",
    title="Refused credentials hide others that netrc has for the host",
    means="Complete credentials from the URL or the variables are final: where they are refused, netrc, store and "
    "keyring are not asked. An old token in a URL so hides the new one in netrc.",
    told="The last request to the index carried complete credentials of its own and was answered with 401 or 403, and "
    "netrc has an entry for its host with others.",
    remedies={"uv": "Take the credentials out of the URL or variables, or renew them there."},
    sources=("https://docs.astral.sh/uv/concepts/authentication/http/",),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX202"}),
)
