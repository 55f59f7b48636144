"""IDX608: Dependabot adds the credentials, and uv does not let it."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.fixes.proposals import unset
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    if not (case.trace.plan.dependabot and lacks(case, "dependabot_disables_always")):
        return
    for visit in case.ending.visits:
        index = case.ending.indexes[visit.index]
        if ends_with(visit.decision.code, "missing-credentials"):
            yield Evidence(
                f"{index.label} ({index.provenance}) has `authenticate = always`, and Dependabot, whose proxy adds the "
                f"credentials, gives {case.trace.client} none",
                (),
                (*upgrades(case, "dependabot_disables_always"), unset(index, "authenticate")),
            )


RULE = Rule(
    code="IDX608",
    severity="error",
    title="uv before 0.9.11 gives up in Dependabot",
    means="Dependabot runs uv without credentials; a proxy of its own adds them to the requests. With "
    "`authenticate = always` uv ends the run for want of credentials before it sends any. From 0.9.11 on the variable "
    "DEPENDABOT turns the setting off.",
    told="The client gave up because of `authenticate = always`, no credentials were found, and DEPENDABOT is `true`.",
    remedies={"uv": "Upgrade to 0.9.11 or newer, or take `authenticate = always` out."},
    sources=("https://github.com/astral-sh/uv/pull/16773",),
    find=_find,
    instead_of=frozenset({"IDX104"}),
)
