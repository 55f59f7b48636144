"""GitLab's code quality report: one entry for each finding."""

from __future__ import annotations

import json
from typing import Any, Final

from idxdoctor.diagnosis.run import Run
from idxdoctor.report.fingerprint import fingerprint
from idxdoctor.report.formats.located import Located, located
from idxdoctor.report.redaction import scrubber_for

_SEVERITIES: Final = {"error": "major", "warning": "minor", "note": "info"}


def gitlab_report(runs: list[Run]) -> str:
    """Return one list for all runs, secrets masked."""
    entries = [_entry(one) for one in located(runs)]
    return json.dumps(scrubber_for(run.trace for run in runs).clean_document(entries), indent=2)


def _entry(one: Located) -> dict[str, Any]:
    finding = one.finding
    return {
        "description": f"{one.lookup.package}: {finding.title}. {finding.text}",
        "check_name": finding.code,
        "fingerprint": fingerprint(one),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": one.file, "lines": {"begin": one.line}},
    }
