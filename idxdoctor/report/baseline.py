"""An earlier report, so that only what is new since then counts as a problem."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.run import Gone, Run
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.trace import Lookup, Outcome
from idxdoctor.report.fingerprint import fingerprint
from idxdoctor.report.formats.json_report import FORMAT, VERSION
from idxdoctor.report.formats.located import located_at

_INCOMPLETE: Final = "IDX5"
_OPEN: Final = frozenset({Outcome.UNCHECKED, Outcome.FAILED})
_REMEDY: Final = "A baseline is what `idxdoctor check --output baseline.json` wrote."


def read_baseline(text: str, name: str) -> dict[str, Gone]:
    """Return the findings of a JSON report by their fingerprints; `name` is the file's.

    Raises `InputError`, with the place, where the text is no such report or one that keeps no fingerprints.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"invalid JSON: {error.msg}", place=Place(name, error.lineno, error.colno), remedy=_REMEDY
        ) from None
    except RecursionError:
        raise InputError("its values are nested too deeply to be read", place=Place(name), remedy=_REMEDY) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError(f"this is no report: `format` is not {FORMAT}", place=Place(name), remedy=_REMEDY)
    if document.get("version") != VERSION:
        raise InputError(
            f"this report is not of format version {VERSION}",
            place=Place(name),
            remedy="Write it anew with this release: `idxdoctor check --output baseline.json`.",
        )
    return dict(_standing(document, name))


def held_against(run: Run, baseline: dict[str, Gone], is_chosen: Callable[[str], bool] = lambda _: True) -> Run:
    """Return a run in which the findings that stand in the baseline are notes, and which says what is gone.

    That a server could not be asked (IDX5xx) is never known: then it is open what the rest would be, and nothing of
    that package counts as gone. `is_chosen` says of which codes the run has findings at all.
    """
    found: set[str] = set()
    findings = tuple(
        tuple(_noted(lookup, finding, baseline, found) for finding in those) for lookup, those in run.diagnosed()
    )
    ended = {lookup.package for lookup in run.trace.lookups if lookup.ending.outcome not in _OPEN}
    gone = tuple(
        one for mark, one in baseline.items() if mark not in found and one.package in ended and is_chosen(one.code)
    )
    return run._replace(findings=findings, gone=gone)


def _noted(lookup: Lookup, finding: Finding, baseline: dict[str, Gone], found: set[str]) -> Finding:
    mark = fingerprint(located_at(lookup, finding))
    found.add(mark)
    if mark not in baseline or finding.code.startswith(_INCOMPLETE):
        return finding
    return finding._replace(severity="note", title=f"{finding.title} (known)", fixes=(), known=True)


def _standing(document: dict[str, Any], name: str) -> Iterator[tuple[str, Gone]]:
    """Return each finding with its fingerprint."""
    for number, run in enumerate(_listed(document, "runs", name, "")):
        for position, lookup in enumerate(_listed(run, "lookups", name, f"runs[{number}].")):
            place = f"runs[{number}].lookups[{position}]."
            package = _text(lookup, "package", name, place)
            for nth, finding in enumerate(_listed(lookup, "findings", name, place)):
                where = f"{place}findings[{nth}]."
                title = _text(finding, "title", name, where).removesuffix(" (known)")
                code, mark = _text(finding, "code", name, where), _text(finding, "fingerprint", name, where)
                yield mark, Gone(code, package, title)


def _listed(table: dict[str, Any], key: str, name: str, place: str) -> list[dict[str, Any]]:
    values = table.get(key)
    if isinstance(values, list) and all(isinstance(value, dict) for value in values):
        return values
    raise InputError(f"`{place}{key}` must be a list of objects", place=Place(name), remedy=_REMEDY)


def _text(table: dict[str, Any], key: str, name: str, place: str) -> str:
    value = table.get(key)
    if isinstance(value, str):
        return value
    raise InputError(f"`{place}{key}` must be a text", place=Place(name), remedy=_REMEDY)
