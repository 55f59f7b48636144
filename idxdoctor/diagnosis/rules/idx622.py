"""IDX622: pip 26.2 and newer need a newer keyring program."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with, refusals


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup):
        search = refusal.visit.search
        if search is not None and ends_with(search.code, "keyring-outdated"):
            index = case.ending.indexes[refusal.visit.index]
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {refusal.visit.status}; {search.text}",
                (refusal.position,),
                (
                    advice("upgrade the keyring program to 25.2.1 or newer: `pipx upgrade keyring`"),
                    give_credentials(index),
                ),
            )


RULE = Rule(
    code="IDX622",
    severity="error",
    title="pip 26.2 and newer do not ask a keyring program before 25.2.1",
    means="From 26.2 on pip calls `keyring --mode=creds --output=json get`, which keyring knows from 25.2.1 on. With "
    "an older one it warns that the keyring is skipped, and goes on without; pip 26.1 and older ask it as ever.",
    told="pip warned that the keyring program is outdated, and an index was refused without credentials.",
    remedies={
        "pip": "Upgrade keyring to 25.2.1 or newer, or use --keyring-provider import with keyring installed beside pip."
    },
    sources=("https://github.com/pypa/pip/blob/main/src/pip/_internal/network/auth.py",),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX109"}),
)
