"""IDX316: An index over plain http is not asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.refused import matters
from idxdoctor.diagnosis.fixes.proposals import advice, move
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with

_SETTING: Final = {"pip": "--trusted-host {host}", "pdm": "`verify_ssl = false` of the source"}


def _find(case: Case) -> Iterator[Evidence]:
    for visit in case.ending.visits if matters(case) else ():
        if ends_with(visit.decision.code, "untrusted"):
            index, client = case.ending.indexes[visit.index], case.trace.client.name
            setting = _SETTING[client].format(host=index.url.host)
            yield Evidence(
                f"{index.label} ({index.provenance}) is plain http, and its host is not one that {client} is told to "
                "trust: it was not asked",
                (),
                (
                    move(index, str(index.url.bare()).replace("http://", "https://", 1)),
                    advice(f"{setting} lets {client} ask it")._replace(
                        risk="passwords and packages then go over the network unprotected"
                    ),
                ),
            )


RULE = Rule(
    code="IDX316",
    severity="error",
    title="An index over plain http is not asked",
    means="No index is asked over http, unless it is on this machine or its host is trusted by name. All that tells of "
    "it is a warning; the end is that of a package that is not there.",
    told="The client warned that it ignores the host, and the package was not found.",
    remedies={
        "pip": "Use the https URL of the index; or name its host with --trusted-host or PIP_TRUSTED_HOST.",
        "pdm": "Use the https URL of the source; or give it `verify_ssl = false`, which names its host as trusted.",
    },
    sources=(
        "https://pip.pypa.io/en/stable/cli/pip/#cmdoption-trusted-host",
        "https://pdm-project.org/latest/usage/config/#configure-the-package-indexes",
        "https://github.com/frostming/unearth/blob/main/src/unearth/collector.py",
    ),
    find=_find,
)
