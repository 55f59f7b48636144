"""IDX317: The log does not show what the indexes answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.trace import Outcome

_SAME: Final = {
    "pip": "pip says the same of 401, 403, 404 and a server that fails",
    "uv": "uv says the same of a 404 and of a refusal that it passes over (0.4.23 and newer give a hint where a 401 or "
    "403 ended the search)",
}


def _find(case: Case) -> Iterator[Evidence]:
    ending = case.ending
    visited = any(not ends_with(visit.decision.code, "perhaps-asked") for visit in ending.visits)
    if ending.outcome is not Outcome.NOT_FOUND or case.lookup.exchanges or visited or case.trace.plan.no_index:
        return
    hosts = ", ".join(dict.fromkeys(index.url.host for index in ending.indexes))
    answers = (
        f"what {hosts} answered does not show"
        if hosts
        else "which index was asked, and what it answered, does not show"
    )
    yield Evidence(
        f"{case.lookup.package} was not found; {answers}: {_SAME[case.trace.client.name]}",
        (),
        (advice("run the command again with `-vv`, and explain that log"),),
    )


RULE = Rule(
    code="IDX317",
    severity="error",
    title="Nothing was found, and the log does not show what the indexes answered",
    means="pip ends with `No matching distribution found` whatever happened: no index has the package, one refused, "
    "one did not answer. uv ends with `No solution found` where no index has the package and where it passed over a "
    "refusal; an index may hide by a 404 what it keeps from strangers. At their usual verbosity they print none of the "
    "answers.",
    told="The log has the last lines of a search and none of those about its requests.",
    remedies={
        "pip": "Run the command with -vv (before 21.2 one -v will do).",
        "uv": "Run the command with -vv and --no-cache; before 0.6.4, with RUST_LOG=uv=trace.",
    },
    sources=("https://pip.pypa.io/en/stable/cli/pip/#cmdoption-v", "https://docs.astral.sh/uv/reference/cli/"),
    find=_find,
    only_in_logs=True,
)
