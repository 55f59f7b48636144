"""IDX611: `authenticate` is unknown to this version."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.plan import Index


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        index = case.ending.indexes[visit.index]
        missing = _missing_behaviour(case, index)
        against = [n for n, one in case.lookup.exchanges_of(visit.index) if _is_against_policy(index, one)]
        if missing and against and not case.trace.plan.dependabot:
            done = "was answered without credentials" if index.policy == "always" else "got credentials"
            yield Evidence(
                f"{index.label} ({index.provenance}) has `authenticate = {index.policy}` and {done}; "
                f"{case.trace.client} does not read that setting here",
                tuple(against),
                upgrades(case, missing),
            )


def _missing_behaviour(case: Case, index: Index) -> str | None:
    """Return what this version lacks to honour the index's setting."""
    command = "policies_in_projects" if case.trace.plan.project_command else "policies_in_uv_pip"
    if lacks(case, command):
        return command
    return "policies_of_explicit_indexes" if index.explicit and lacks(case, "policies_of_explicit_indexes") else None


def _is_against_policy(index: Index, exchange: Exchange) -> bool:
    """Say whether a request would not have been made so, or its answer not been taken, had the setting been read."""
    request, status = exchange.request, exchange.answer.status
    if request.url.origin != index.url.origin:
        return False
    if index.policy == "always":
        return request.credential is None and status is not None and status < 400
    return index.policy == "never" and request.credential is not None and index.url.password is None


RULE = Rule(
    code="IDX611",
    severity="warning",
    title="uv before 0.6.12 does not read `authenticate` everywhere",
    means="`authenticate = always` and `never` are honoured by project commands from 0.6.6 on, by `uv pip` from 0.6.10 "
    "on, and for explicit indexes from 0.6.12 on. Before, an index was asked without credentials first, and its answer "
    "to nobody was taken, or credentials went to an index that was to get none.",
    told="The index has the setting, the version does not read it for this command, and a request went against it: "
    "`always`, and a request without credentials was answered below 400; `never`, and one had credentials.",
    remedies={"uv": 'Upgrade to 0.6.12 or newer, and tell the project so: `required-version = ">=0.6.12"`.'},
    sources=(
        "https://github.com/astral-sh/uv/pull/11896",
        "https://github.com/astral-sh/uv/pull/12470",
        "https://github.com/astral-sh/uv/pull/12631",
    ),
    find=_find,
)
