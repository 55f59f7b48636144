"""IDX621: A host that only ends in pytorch.org is passed over when it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.releases import behaves, upgrades
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with

_PYTORCH: Final = "download.pytorch.org"
_SUFFIX: Final = "pytorch.org"


def _find(case: Case) -> Iterator[Evidence]:
    if not behaves(case, "pytorch_subdomains_may_refuse"):
        return
    for visit in case.ending.visits:
        index, exchanges = case.ending.indexes[visit.index], case.lookup.exchanges_of(visit.index)
        passed = ends_with(visit.decision.code, "ignored-status") and index.ignored_statuses is None
        if passed and exchanges and index.url.host != _PYTORCH and index.url.host.endswith(_SUFFIX):
            yield Evidence(
                f"{index.label} ({index.provenance}) refused with {visit.status}, and {case.trace.client} went on, as "
                "the host's name ends in pytorch.org",
                (exchanges[-1][0],),
                upgrades(case, "pytorch_subdomains_may_refuse"),
            )


RULE = Rule(
    code="IDX621",
    severity="warning",
    title="uv before 0.9.19 passes over a 403 of every host that ends in pytorch.org",
    means="download.pytorch.org answers 403 for what it does not have, so uv goes on after it. Until 0.9.18 this held "
    "for every host whose name ends so, a private mirror among them: what it refuses is then taken from another index.",
    told="A 403 was passed over without `ignore-error-codes`, of a host that ends in pytorch.org and is another than "
    "download.pytorch.org.",
    remedies={"uv": "Upgrade to 0.9.19 or newer."},
    sources=("https://github.com/astral-sh/uv/pull/17164",),
    find=_find,
)
