"""JUnit XML: a test case for each package, failed where the check found a problem."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.run import Run, is_failure
from idxdoctor.model.trace import Lookup
from idxdoctor.report.phrases import proof
from idxdoctor.report.redaction import Scrubber, scrubber_for
from idxdoctor.report.verdict import verdict

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_report(runs: list[Run]) -> str:
    """Return one document with a suite for each run, secrets masked.

    A lookup that ended badly, or has a finding of severity error, is a failure; where the server could not be asked
    (IDX5xx) it is an error.
    """
    scrubber = scrubber_for(run.trace for run in runs)
    root = Element("testsuites", name="idxdoctor")
    for run in runs:
        _suite(root, run, scrubber)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _suite(root: Element, run: Run, scrubber: Scrubber) -> None:
    suite = SubElement(root, "testsuite", name=_text(scrubber, f"{run.trace.scenario or 'check'} {run.trace.client}"))
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for lookup, findings in run.diagnosed():
        counts["tests"] += 1
        case = SubElement(suite, "testcase", classname="idxdoctor", name=_text(scrubber, lookup.package), time="0")
        kind = _kind(lookup, findings)
        if kind is not None:
            counts[f"{kind}s"] += 1
            problem = SubElement(case, kind, message=_text(scrubber, verdict(lookup)))
            problem.set("type", findings[0].code if findings else lookup.ending.outcome.value)
            problem.text = _text(
                scrubber, "\n".join(f"{one.code} {one.title}\n{one.text}{proof(one)}" for one in findings)
            )
        elif findings:
            SubElement(case, "system-out").text = _text(
                scrubber, "\n".join(f"{finding.code} {finding.title}" for finding in findings)
            )
    for name, count in counts.items():
        suite.set(name, str(count))


def _kind(lookup: Lookup, findings: tuple[Finding, ...]) -> str | None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if not is_failure(lookup, findings):
        return None
    return "error" if errors and all(one.code.startswith("IDX5") for one in errors) else "failure"


def _text(scrubber: Scrubber, text: str) -> str:
    """Return a text with its secrets masked, and without the characters that XML can't hold."""
    return "\n".join(_NO_XML.sub("?", scrubber.clean(line)) for line in text.split("\n"))
