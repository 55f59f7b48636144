"""IDX612: A setting is not found by an index URL with credentials in it."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.plan import Index


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        index, exchanges = case.ending.indexes[visit.index], case.lookup.exchanges_of(visit.index)
        ended = ends_with(visit.decision.code, "refused", "fatal-status")
        if not (ended and exchanges and lacks(case, "matches_ignoring_userinfo")):
            continue
        for twin in _twins(case, index):
            if visit.status in (twin.ignored_statuses or ()):
                yield Evidence(
                    f"`ignore-error-codes` at {twin.provenance} lists the {visit.status}, but {index.provenance} gives "
                    f"the same index with credentials in its URL, which {case.trace.client} takes for another",
                    (exchanges[-1][0],),
                    upgrades(case, "matches_ignoring_userinfo"),
                )


def _twins(case: Case, index: Index) -> Iterator[Index]:
    """Return the definitions with the same URL but for its userinfo."""
    for other in case.trace.plan.defined:
        if other.url != index.url and other.url.bare() == index.url.bare():
            yield other


RULE = Rule(
    code="IDX612",
    severity="error",
    title="uv before 0.8.23 tells an index with credentials in its URL from the same one without",
    means="The settings stand with the index's bare URL, and a variable gives that URL again with credentials in it. "
    "Until 0.8.22 these were two indexes, and the settings of the one did not count for the other.",
    told="An index ended the search with a status that another definition's `ignore-error-codes` lists, whose URL "
    "differs in its userinfo only.",
    remedies={
        "uv": "Give the credentials by UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD in place of a second URL, "
        "or upgrade to 0.8.23 or newer.",
    },
    sources=("https://github.com/astral-sh/uv/pull/16088",),
    find=_find,
    instead_of=frozenset({"IDX202", "IDX305", "IDX402"}),
)
