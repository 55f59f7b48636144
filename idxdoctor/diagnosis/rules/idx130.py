"""IDX130: An index was sent the credentials of another one on its host."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import refused
from idxdoctor.diagnosis.fixes.renewal import renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case):
        request = one.refusal.exchange.request
        if ends_with(request.decision.code, "realm-credentials") and one.credential != one.index.credential:
            yield Evidence(
                f"{one.credential} ({one.credential.provenance}) is what another index on {request.url.origin} has; "
                f"{case.trace.client.name} sent it to {one.index.label} too, which answered {one.status}",
                one.at,
                (renew(case, one.refusal, f"give {one.index.label} an account of its own"),),
            )


RULE = Rule(
    code="IDX130",
    severity="error",
    title="An index without credentials was asked with those of another one on its host",
    means="The client keeps what it sent to a host and port last, and sends it to every index there that has no "
    "credentials of its own. They are another account's, which may not read this index; without any it might answer.",
    told="The index has no credentials in its URL, none were found elsewhere, others were sent to its host before, and "
    "the answer was 401 or 403.",
    remedies={
        "pip": "Write credentials for this index into its URL; for an index that needs none, any username and password "
        "keep another one's away.",
        "pdm": "Give this source a `username` and `password` of its own; for one that needs none, any keep another "
        "one's away.",
    },
    sources=("https://github.com/pypa/pip/blob/main/src/pip/_internal/network/auth.py",),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX202"}),
)
