"""GitHub Actions: workflow commands, one annotation for each finding, within GitHub's limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Final

from idxdoctor.diagnosis.run import Run
from idxdoctor.report.located import Located, located
from idxdoctor.report.redaction import scrubber_for
from idxdoctor.report.verdict import verdict

MOST_PER_LEVEL: Final = 10
"""How many annotations of a level GitHub shows for a step; the rest would be dropped without a word."""
MOST_IN_SUMMARY: Final = 1024 * 1024
"""How many bytes the summary of a step may have; a longer one would be refused."""

_LEVELS: Final = {"error": "error", "warning": "warning", "note": "notice"}
_ESCAPES: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES: Final = {**_ESCAPES, ":": "%3A", ",": "%2C"}


def github_report(runs: list[Run]) -> str:
    """Return the verdicts and the commands of all runs, secrets masked."""
    clean = scrubber_for(run.trace for run in runs).clean
    lines = [f"idxdoctor: {clean(verdict(lookup))}" for run in runs for lookup in run.trace.lookups]
    by_level = sorted(_each_first(runs), key=lambda one: list(_LEVELS).index(one.finding.severity))
    for severity, group in groupby(by_level, key=lambda one: one.finding.severity):
        lines += _annotations(_LEVELS[severity], list(group), clean)
    return "\n".join(lines)


def _each_first(runs: list[Run]) -> list[Located]:
    """Return the findings, the first of each search before the others, so that none of them goes without."""
    found = list(located(runs))
    first: dict[int, Located] = {}
    for one in found:
        first.setdefault(id(one.lookup), one)
    kept = {id(one) for one in first.values()}
    return [*first.values(), *(one for one in found if id(one) not in kept)]


def _annotations(level: str, found: list[Located], clean: Callable[[str], str]) -> Iterator[str]:
    """Return the commands of a level; the last of them tells how many are left out, if some are."""
    shown = found if len(found) <= MOST_PER_LEVEL else found[: MOST_PER_LEVEL - 1]
    for one in shown:
        finding = one.finding
        properties = {"file": one.file, "line": str(one.line), "title": f"{finding.code} {finding.title}"}
        proved = next((f" Fix: {fix.title}." for fix in finding.fixes if fix.proved), "")
        yield _command(level, properties, f"{one.lookup.package}: {finding.text}.{proved}", clean)
    if len(shown) < len(found):
        rest = len(found) - len(shown)
        yield _command(level, {"title": "idxdoctor"}, f"{rest} more findings are in the summary", clean)


def github_masks(secrets: Iterable[str]) -> Iterator[str]:
    """Return the commands that let GitHub mask texts in what later steps print; it shows none of them itself."""
    return (f"::add-mask::{_escaped(line, _ESCAPES)}" for secret in secrets for line in secret.splitlines() if line)


def _command(level: str, properties: dict[str, str], text: str, clean: Callable[[str], str]) -> str:
    said = ",".join(f"{name}={_escaped(clean(value), _IN_PROPERTIES)}" for name, value in properties.items())
    return f"::{level} {said}::{_escaped(clean(text), _ESCAPES)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(letter, letter) for letter in text)
