"""IDX317: The log does not show what the indexes answered."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    ending = case.ending
    if ending.outcome is not Outcome.NOT_FOUND or case.lookup.exchanges or ending.visits or case.trace.plan.no_index:
        return
    hosts = ", ".join(dict.fromkeys(index.url.host for index in ending.indexes)) or "the index"
    yield Evidence(
        f"{case.lookup.package} was not found; what {hosts} answered does not show: pip says the same of 401, 403, 404 "
        "and a server that fails",
        (),
        (advice("run the command again with `-vv`, and explain that log"),),
    )


RULE = Rule(
    code="IDX317",
    severity="error",
    title="Nothing was found, and the log does not show what the indexes answered",
    means="pip ends with `No matching distribution found` whatever happened: no index has the package, one refused, "
    "one did not answer. At its usual verbosity it prints none of the answers.",
    told="The log has the last lines of a search and none of those about its requests.",
    remedies={"pip": "Run the command with -vv (before 21.2 one -v will do)."},
    sources=("https://pip.pypa.io/en/stable/cli/pip/#cmdoption-v",),
    find=_find,
    only_in_logs=True,
)
