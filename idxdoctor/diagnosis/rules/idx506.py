"""IDX506: The time for the whole run was over."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    ending = case.ending
    if ending.outcome is not Outcome.UNCHECKED:
        return
    waited = ""
    if ending.index is not None and ending.indexes:
        waited = f"; {ending.indexes[ending.index].label} had not answered"
    yield Evidence(
        f"{case.lookup.package} could not be checked in the time that was given{waited}",
        (),
        (advice("give a longer `--timeout`, check fewer packages, or see why the index takes so long"),),
    )


RULE = Rule(
    code="IDX506",
    severity="error",
    title="The time for the whole run was over",
    means="The check was given a number of seconds, and this search had not ended by then. Nothing is known of it: "
    "neither that it would end well, nor that it would not.",
    told="`--timeout` was given, and that time passed while the search was waiting for a server, the keyring, or its "
    "turn.",
    remedies={
        "uv": "Give more time, or look at the index that took it: `idxdoctor check PACKAGE` with one of its names."
    },
    sources=("https://docs.astral.sh/uv/reference/environment/#uv_http_timeout",),
    find=_find,
    only_in_checks=True,
)
