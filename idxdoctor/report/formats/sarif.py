"""SARIF 2.1.0: findings at the line of the configuration that causes them, for code scanning."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

from idxdoctor import __version__
from idxdoctor.diagnosis.rule import Rule
from idxdoctor.diagnosis.rules import ALL
from idxdoctor.diagnosis.run import Run
from idxdoctor.report.fingerprint import fingerprint
from idxdoctor.report.formats.located import Located, located
from idxdoctor.report.phrases import proof
from idxdoctor.report.redaction import scrubber_for

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_report(runs: list[Run]) -> str:
    """Return one log for all runs, secrets masked."""
    found = list(located(runs))
    codes = {one.finding.code for one in found}
    rules = [rule for rule in ALL if rule.code in codes]
    order = {rule.code: number for number, rule in enumerate(rules)}
    driver = {"name": "idxdoctor", "version": __version__, "rules": [_rule(rule) for rule in rules]}
    compared = any(run.gone is not None for run in runs)
    results = [_result(one, order[one.finding.code], compared=compared) for one in found]
    document = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder that the client runs in."}}},
                "results": results,
            }
        ],
    }
    return json.dumps(scrubber_for(run.trace for run in runs).clean_document(document), indent=2)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.means},
        "help": {"text": "\n".join([rule.told, *rule.remedies.values()])},
        "defaultConfiguration": {"level": rule.severity},
        **({"helpUri": rule.sources[0]} if rule.sources else {}),
    }


def _result(one: Located, rule: int, *, compared: bool) -> dict[str, Any]:
    finding = one.finding
    fixes = "".join(f"\nFix: {fix.title}{' (proved)' if fix.proved else ''}" for fix in finding.fixes)
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": f"{one.lookup.package}: {finding.title}. {finding.text}{proof(finding)}.{fixes}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(one.file), "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": one.line},
                }
            }
        ],
        "partialFingerprints": {"idxdoctor/v1": fingerprint(one)},
        **({"baselineState": "unchanged" if finding.known else "new"} if compared else {}),
    }
