"""IDX108: The keyring is on, but is not asked, because no username is known."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.keyring import calls_for
from idxdoctor.diagnosis.evidence.unauthenticated import unauthenticated
from idxdoctor.diagnosis.fixes.proposals import give_username, set_policy
from idxdoctor.diagnosis.fixes.renewal import keyring_username
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for lacking in unauthenticated(case):
        index = lacking.index
        if not case.trace.plan.keyring or lacking.username is not None or calls_for(case, index.url.origin):
            continue
        creds = (
            ()
            if case.is_older_than("uv", "0.6.9")
            else (set_policy(index, "always", ", so that the keyring is asked for user and password"),)
        )
        yield Evidence(
            f"{lacking.what}; the keyring is on, but was never asked, since no username is known for {index.label} "
            f"({index.provenance})",
            lacking.exchanges,
            (give_username(index, username=keyring_username(case, index)), *creds),
        )


RULE = Rule(
    code="IDX108",
    severity="error",
    title="The keyring is on, but is not asked, because no username is known",
    means="The keyring is asked for the password of a user. Where neither URL nor variables name one, it is not asked "
    "at all, and nothing says so.",
    told="An index was refused for want of credentials, the keyring is switched on, no username was known for the "
    "index, and no call of the keyring was for its host.",
    remedies={
        "uv": "Put the username into the index URL or UV_INDEX_<NAME>_USERNAME; or set `authenticate = always`, with "
        "which uv 0.6.9 and newer ask for user and password (`--mode creds`, keyring 25.2.1 or newer).",
    },
    sources=(
        "https://docs.astral.sh/uv/reference/settings/#keyring-provider",
        "https://github.com/astral-sh/uv/issues/11842",
        "https://github.com/astral-sh/uv/pull/12316",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX104"}),
)
