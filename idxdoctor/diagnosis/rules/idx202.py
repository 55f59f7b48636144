"""IDX202: The index refuses these credentials with 403."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes import advice, give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, refused_credentials


def _find(case: Case) -> Iterator[Evidence]:
    for refusal, credential in refused_credentials(case.lookup, 403):
        index = case.ending.indexes[refusal.visit.index]
        yield Evidence(
            f"{credential} ({credential.provenance}) was refused by {refusal.exchange.request.url.origin}",
            (refusal.position,),
            (
                give_credentials(index, f"use credentials that may read {index.label}"),
                advice(f"check that {credential} may read this index and that the package is there"),
            ),
        )


RULE = Rule(
    code="IDX202",
    severity="error",
    title="The index refuses these credentials with 403",
    means="Complete credentials were sent and answered with 403. Either they are wrong (some servers say 403 "
    "then), or the account may not read this index, or the index answers 403 for a package that it does "
    "not have. The same request for a package that is known to be there tells these apart.",
    told="The last request to the index carried a username and a password, and was answered with 403.",
    remedies={"uv": "`idxdoctor check --probe` asks for a name that can't exist and tells these apart."},
    sources=("https://docs.astral.sh/uv/concepts/indexes/#searching-across-multiple-indexes",),
    find=_find,
)
