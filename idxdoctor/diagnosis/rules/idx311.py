"""IDX311: No index is asked."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.search import ask_indexes
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    plan = case.trace.plan
    if plan.no_index and not plan.find_links and case.ending.outcome is Outcome.NOT_FOUND and not case.lookup.exchanges:
        names = " and ".join(index.label for index in plan.defined)
        whom = f"{names} were not asked" if names else "no index was asked"
        yield Evidence(
            f"`no-index` is set, so {whom}: {case.lookup.package} is found only where `--find-links` "
            "names a folder that has it",
            (),
            (ask_indexes(),),
        )


RULE = Rule(
    code="IDX311",
    severity="warning",
    title="No index is asked",
    means="With `--no-index`, or `no-index = true` in the configuration, packages come from `--find-links` only.",
    told="The setting is on, no page is named by `--find-links`, and the search ended without a request. A folder that "
    "`--find-links` names is not looked into.",
    remedies={"uv": "Leave `--no-index` out, or name a folder or page that has the package with `--find-links`."},
    sources=("https://docs.astral.sh/uv/reference/settings/#no-index",),
    find=_find,
    instead_of=frozenset({"IDX302"}),
)
