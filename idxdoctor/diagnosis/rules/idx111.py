"""IDX111: netrc has the host, but another login than the username that is known."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.unauthenticated import unauthenticated
from idxdoctor.diagnosis.fixes.proposals import forget_credentials, give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    by_host = {entry.host: entry for entry in case.trace.plan.netrc}
    for lacking in unauthenticated(case):
        entry = by_host.get(lacking.index.url.host)
        credential = lacking.index.credential
        if entry is None or credential is None or lacking.username in {None, entry.credential.username}:
            continue
        yield Evidence(
            f"{lacking.what}; {entry.credential.provenance} has the host, but its login is another than the username "
            f"in {credential.provenance}, so it was passed over",
            lacking.exchanges,
            (
                forget_credentials(
                    lacking.index, f"take the username out of {credential.provenance}, so that netrc's counts"
                ),
                give_credentials(
                    lacking.index,
                    f"give the password of the username in {credential.provenance}",
                    of=credential.username,
                ),
            ),
        )


RULE = Rule(
    code="IDX111",
    severity="error",
    title="netrc has the host, but another login than the username that is known",
    means="Where a username is known for an index, only that user's netrc entry counts. An entry with another login "
    "is passed over in silence.",
    told="An index was refused for want of a password, and the netrc entry that counts for its host has another login "
    "than the username that URL or variables give.",
    remedies={"uv": "Take the username out of the URL or variable, or write the same one as netrc's `login`."},
    sources=("https://docs.astral.sh/uv/concepts/authentication/http/#netrc-files",),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX103", "IDX104"}),
)
