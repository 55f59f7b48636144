"""IDX204: The token has expired."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import refused
from idxdoctor.diagnosis.fixes.renewal import moment, renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.token import expiry_of


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case):
        expiry = expiry_of(one.credential)
        if expiry is not None and expiry < case.now:
            yield Evidence(
                f"{one.where}; the token says itself that it expired on {moment(expiry)}",
                one.at,
                (renew(case, one.refusal, f"get a new token for {one.credential.provenance}"),),
            )


RULE = Rule(
    code="IDX204",
    severity="error",
    title="The token has expired",
    means="The password is a JSON web token, which says when it expires, and that time is past. The server refuses it "
    "as it would a wrong one.",
    told="Credentials were answered with 401 or 403, and the `exp` in the token is before now. It is read on this "
    "machine; nothing is sent for it.",
    remedies={"uv": "Get a new token where the old one came from, in the same shell or job that runs uv."},
    sources=(
        "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4",
        "https://github.com/GoogleCloudPlatform/artifact-registry-python-tools/issues/38",
        "https://github.com/astral-sh/uv/issues/11899",
    ),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX202", "IDX203", "IDX209", "IDX216", "IDX217"}),
)
