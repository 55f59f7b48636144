"""IDX106: uv 0.7.0 to 0.7.3 do not lend credentials between indexes of one host."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import drop, give_credentials, upgrade
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with, refusals


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup):
        search = refusal.visit.search
        if search is not None and ends_with(search.code, "realm-not-lent"):
            index = case.ending.indexes[refusal.visit.index]
            yield Evidence(
                search.text,
                (refusal.position,),
                (
                    upgrade("uv", "0.7.4"),
                    drop(index, ", if it is another spelling of one that has credentials"),
                    give_credentials(index),
                ),
            )


RULE = Rule(
    code="IDX106",
    severity="error",
    title="uv 0.7.0 to 0.7.3 do not lend credentials between indexes of one host",
    means="Another index on the same scheme, host and port has credentials. uv tries those after a refusal, but "
    "0.7.0 to 0.7.3 looked only for credentials of the very index.",
    told="An index was refused without credentials, another index of its origin has some, and the version does not "
    "lend them.",
    remedies={"uv": "Upgrade to 0.7.4 or newer, drop the second URL, or give it credentials of its own."},
    sources=(
        "https://github.com/astral-sh/uv/issues/13216",
        "https://github.com/astral-sh/uv/pull/13463",
    ),
    find=_find,
)
