"""IDX313: A lock names an index that is not configured."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.config.uv.homes import same_index
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    plan = case.trace.plan
    configured = (*plan.defined, *plan.find_links, *plan.pins.values())
    for position, home in enumerate(plan.homes.get(case.lookup.package, ())):
        if any(same_index(home.url, index.url) for index in configured):
            continue
        exchanges = tuple(number for number, _ in case.lookup.exchanges_of(position)[-1:])
        yield Evidence(
            f"{case.lookup.package} is locked to {home.url.bare()} ({home.provenance}), which no setting names: "
            "it has no credentials of its own, and the lock counts as out of date",
            exchanges,
            (
                advice(f"configure {home.url.bare()} as an index again"),
                advice("lock anew with the indexes that are configured now"),
            ),
        )


RULE = Rule(
    code="IDX313",
    severity="warning",
    title="A lock names an index that is not configured",
    means="The lock file says that the package comes from an index that no option, variable or file of settings "
    "names. A frozen install still fetches its files from there, without the index's own credentials; any "
    "other command finds the lock out of date and resolves anew, and `--locked` refuses it.",
    told="No configured index has the URL that the lock names, userinfo and a slash at the end aside.",
    remedies={"uv": "Give the index again in `[[tool.uv.index]]` or UV_INDEX, under the same URL, or run `uv lock`."},
    sources=(
        "https://docs.astral.sh/uv/concepts/projects/sync/#checking-the-lockfile",
        "https://docs.astral.sh/uv/concepts/indexes/",
    ),
    find=_find,
    only_in_checks=True,
)
