"""IDX207: The percent-encoding of the secret is wrong for where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.refused import Refused, flaws_in, refused
from idxdoctor.diagnosis.fixes.renewal import mend, renew
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.flaw import ENCODED, ENCODED_TWICE, HALF_ENCODED, Flaw, flaws_of_userinfo

_REMEDIES: Final = {
    ENCODED: "write the {} without percent-encoding",
    ENCODED_TWICE: "encode the {} once",
    HALF_ENCODED: "encode the {} wholly",
}


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case):
        for part, flaw in _flaws(case, one):
            yield Evidence(
                f"the {part} in {one.credential.provenance} {flaw.text}; it was answered {one.status}",
                one.at,
                (
                    mend(one.index, one.credential, _REMEDIES[flaw.code].format(part)),
                    renew(case, one.refusal, f"if the {part} is meant so, renew it"),
                ),
            )


def _flaws(case: Case, one: Refused) -> Iterator[tuple[str, Flaw]]:
    yield from flaws_in(case, one, ENCODED, ENCODED_TWICE)
    if one.credential.provenance == one.index.provenance:
        yield from (found for found in flaws_of_userinfo(one.index.url) if found[1].code == HALF_ENCODED)


RULE = Rule(
    code="IDX207",
    severity="error",
    title="The percent-encoding of the secret is wrong for where it stands",
    means="In a URL a username or password is percent-encoded once; in a variable or a netrc entry it is not encoded "
    "at all. What is encoded too often, too little or in the wrong place is sent as another text.",
    told="Credentials were answered with 401 or 403, and what was sent still has percent-encoding in it and nothing "
    "that would need some; or the URL has `%` signs of both kinds, raw and with two digits.",
    remedies={
        "uv": "Write UV_INDEX_<NAME>_PASSWORD and netrc passwords as they are; in a URL write `@` as %40, `/` as %2F, "
        "`:` as %3A, `#` as %23 and `%` as %25.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#providing-credentials-directly",
        "https://github.com/pypa/pip/issues/3236",
        "https://github.com/pypa/pip/issues/7604",
    ),
    find=_find,
    instead_of=frozenset({"IDX201", "IDX202", "IDX203", "IDX205", "IDX209", "IDX216", "IDX217"}),
)
