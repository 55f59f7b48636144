"""IDX316: An index over plain http is not asked."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import matters
from idxdoctor.diagnosis.fixes.proposals import advice, move
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits if matters(case) else ():
        if ends_with(visit.decision.code, "untrusted"):
            index = case.ending.indexes[visit.index]
            yield Evidence(
                f"{index.label} ({index.provenance}) is plain http, and its host is not one that pip is told to trust: "
                "it was not asked",
                (),
                (
                    move(index, str(index.url.bare()).replace("http://", "https://", 1)),
                    advice(f"--trusted-host {index.url.host} lets pip ask it")._replace(
                        risk="passwords and packages then go over the network unprotected"
                    ),
                ),
            )


RULE = Rule(
    code="IDX316",
    severity="error",
    title="An index over plain http is not asked",
    means="pip asks no index over http, unless it is on this machine or its host is trusted by name. All that tells of "
    "it is a warning; the end is that of a package that is not there.",
    told="pip warned that it ignores the host, and the package was not found.",
    remedies={"pip": "Use the https URL of the index; or name its host with --trusted-host or PIP_TRUSTED_HOST."},
    sources=("https://pip.pypa.io/en/stable/cli/pip/#cmdoption-trusted-host",),
    find=_find,
)
