"""IDX610: `ignore-error-codes` is unknown to this version."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits:
        index, exchanges = case.ending.indexes[visit.index], case.lookup.exchanges_of(visit.index)
        ended = ends_with(visit.decision.code, "fatal-status") and visit.status in (index.ignored_statuses or ())
        if ended and exchanges and lacks(case, "honours_ignored_statuses"):
            yield Evidence(
                f"{index.label} ({index.provenance}) answered {visit.status}, which its `ignore-error-codes` lists; "
                f"{case.trace.client} does not read that setting",
                (exchanges[-1][0],),
                upgrades(case, "honours_ignored_statuses"),
            )


RULE = Rule(
    code="IDX610",
    severity="error",
    title="uv before 0.7.0 does not read `ignore-error-codes`",
    means="The setting says that a status of this index only means that it does not have the package. Releases before "
    "0.7.0 read past it: 401 and 403 never stopped them, and any other status ends the run.",
    told="The index ended the run with a status that its `ignore-error-codes` lists, at a version without the setting.",
    remedies={"uv": 'Upgrade to 0.7.0 or newer, and tell the project so: `required-version = ">=0.7.0"`.'},
    sources=(
        "https://github.com/astral-sh/uv/pull/12805",
        "https://docs.astral.sh/uv/concepts/indexes/#ignoring-error-codes-when-searching-across-indexes",
    ),
    find=_find,
    instead_of=frozenset({"IDX305", "IDX402"}),
)
