"""IDX201: The index does not know these credentials."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import refused
from idxdoctor.diagnosis.fixes.renewal import renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case, 401):
        yield Evidence(one.where, one.at, (renew(case, one.refusal, f"renew what {one.credential.provenance} holds"),))


RULE = Rule(
    code="IDX201",
    severity="error",
    title="The index does not know these credentials",
    means="Complete credentials were sent and answered with 401: the password or token is wrong, expired, or of "
    "another server. The client tries nothing after complete credentials are refused.",
    told="The last request to the index carried a username and a password, and was answered with 401.",
    remedies={
        "uv": "Renew the token where it is configured; what the index URL holds is used before anything else.",
        "pip": "Renew the token where it is configured: what the index URL holds is used before netrc and "
        "keyring, and where it is refused nothing else is tried.",
        "poetry": "Renew the token where it is configured: what the source's URL holds goes before `poetry config "
        "http-basic.<name>`, its variables and the keyring, and where it is refused nothing else is tried.",
        "pdm": "Renew the token where it is configured: `username` and `password` of the source go before what its "
        "URL holds, that before netrc; the keyring is asked only where none of these has a password.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/authentication/http/",
        "https://pip.pypa.io/en/stable/topics/authentication/",
    ),
    find=_find,
)
