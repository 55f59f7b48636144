"""IDX201: The index does not know these credentials."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes import give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, refused_credentials


def _find(case: Case) -> Iterator[Evidence]:
    for refusal, credential in refused_credentials(case.lookup, 401):
        index = case.ending.indexes[refusal.visit.index]
        yield Evidence(
            f"{credential} ({credential.provenance}) was refused by {refusal.exchange.request.url.origin}",
            (refusal.position,),
            (give_credentials(index, f"renew what {credential.provenance} holds"),),
        )


RULE = Rule(
    code="IDX201",
    severity="error",
    title="The index does not know these credentials",
    means="Complete credentials were sent and answered with 401: the password or token is wrong, expired, or of "
    "another server. The client tries nothing after complete credentials are refused.",
    told="The last request to the index carried a username and a password, and was answered with 401.",
    remedies={"uv": "Renew the token where it is configured; what the index URL holds is used before anything else."},
    sources=("https://docs.astral.sh/uv/concepts/authentication/http/",),
    find=_find,
)
