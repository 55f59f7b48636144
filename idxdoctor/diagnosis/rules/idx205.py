"""IDX205: The provider knows no such username."""

from __future__ import annotations

import re
from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import Refused, refused
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import give_credentials, give_username
from idxdoctor.diagnosis.fixes.renewal import how_had
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for one in refused(case):
        seen = case.provider_of(one.refusal.visit.index)
        convention = seen.provider.username if seen is not None and seen.sure else None
        if seen is None or convention is None or not convention.sure or convention.accepts is None:
            continue
        if one.credential.bearer or re.fullmatch(convention.accepts, one.credential.username or ""):
            continue
        yield Evidence(
            f"{one.where}; this is {seen.provider.name} ({seen.by}), where the username is {convention.text}",
            one.at,
            (_fix(case, one, convention.usual),),
        )


def _fix(case: Case, one: Refused, username: str | None) -> Fix:
    """Change the username alone where it has a variable of its own."""
    title = f"ask {one.index.label} as {username}" if username else f"give a username for {one.index.label}"
    if one.index.name is not None and one.credential.provenance.label.startswith("UV_INDEX_"):
        return give_username(one.index, f"{title}, with the same password", username=username)
    return give_credentials(one.index, f"{title}{how_had(case, one.refusal.visit.index)}", username=username)


RULE = Rule(
    code="IDX205",
    severity="error",
    title="The provider knows no such username",
    means="At some providers everybody has the same username, or one of few, and who one is stands in the token. Any "
    "other username is refused, whatever the password.",
    told="Credentials were answered with 401 or 403 by an index whose provider is certain, as is its convention for "
    "usernames, and the username is none of those.",
    remedies={"uv": "Set UV_INDEX_<NAME>_USERNAME to the provider's username, or write it before the `@` of the URL."},
    sources=(
        "https://docs.astral.sh/uv/guides/integration/aws/",
        "https://docs.astral.sh/uv/guides/integration/google/",
        "https://docs.astral.sh/uv/guides/integration/azure/",
    ),
    find=_find,
    needs=frozenset({"usernames"}),
    instead_of=frozenset({"IDX201", "IDX202", "IDX203", "IDX216", "IDX217"}),
)
