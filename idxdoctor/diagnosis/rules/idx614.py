"""IDX614: The keyring is not asked without a username."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.fixes.proposals import give_username
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    if not (case.trace.plan.keyring and lacks(case, "always_asks_keyring_without_username")):
        return
    for visit in case.ending.visits:
        index = case.ending.indexes[visit.index]
        username = index.credential.username if index.credential else None
        if ends_with(visit.decision.code, "missing-credentials") and username is None:
            yield Evidence(
                f"{index.label} ({index.provenance}) is to be asked with credentials always, the keyring is on, and no "
                f"username is known, without which {case.trace.client} does not ask the keyring",
                (),
                (*upgrades(case, "always_asks_keyring_without_username"), give_username(index)),
            )


RULE = Rule(
    code="IDX614",
    severity="error",
    title="uv before 0.6.9 asks the keyring only where a username is known",
    means="With `authenticate = always` uv asks the keyring for a username and password together (`--mode creds`), "
    "from 0.6.9 on. Before, the keyring was left out unless a username was known.",
    told="The client gave up because of `authenticate = always`, the keyring is on and was not asked, no username is "
    "known, and the version needs one.",
    remedies={"uv": "Upgrade to 0.6.9 or newer, or set UV_INDEX_<NAME>_USERNAME."},
    sources=("https://github.com/astral-sh/uv/pull/12316",),
    find=_find,
    instead_of=frozenset({"IDX104", "IDX108"}),
)
