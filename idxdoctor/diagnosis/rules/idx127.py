"""IDX127: NETRC names another file than the one that has the host."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.unauthenticated import unauthenticated
from idxdoctor.diagnosis.fixes.proposals import give_credentials, unset_variable
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    hidden = {entry.host: entry.credential for entry in case.trace.plan.unread_netrc}
    for lacking in unauthenticated(case):
        credential = hidden.get(lacking.index.url.host)
        if credential is not None and lacking.username in {None, credential.username}:
            yield Evidence(
                f"{lacking.what}; {credential.provenance} has its host, and was not read, as NETRC names another file, "
                "which has not",
                lacking.exchanges,
                (unset_variable("NETRC", ", so that ~/.netrc is read"), give_credentials(lacking.index)),
            )


RULE = Rule(
    code="IDX127",
    severity="error",
    title="NETRC names another file than the one that has the host",
    means="Where NETRC names a file that exists, that file alone is read. CI systems and base images set it without "
    "being asked.",
    told="An index was refused for want of credentials, NETRC names another file than ~/.netrc, that file has no entry "
    "for the host, and ~/.netrc has one.",
    remedies={"uv": "Unset NETRC, or write the entry into the file that it names."},
    sources=(
        "https://docs.astral.sh/uv/concepts/authentication/http/#netrc-files",
        "https://github.com/astral-sh/uv/issues/9450",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX103", "IDX104"}),
)
