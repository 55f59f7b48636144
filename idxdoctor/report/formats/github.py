"""GitHub Actions: workflow commands, one annotation for each finding, within GitHub's limits.

A job shows 50 annotations, of all its steps together (actions/toolkit: docs/problem-matchers.md); one step of this tool
has at most 30.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Final

from idxdoctor.diagnosis.run import Run
from idxdoctor.report.formats.located import Located, each_search_first
from idxdoctor.report.redaction import scrubber_for
from idxdoctor.report.verdict import verdict

MOST_PER_LEVEL: Final = 10
"""How many annotations of a level a step may have (actions/runner: ExecutionContext.cs, _maxCountPerIssueType)."""
LONGEST_MESSAGE: Final = 4096
"""How many UTF-16 units GitHub keeps of a message (the same file, _maxIssueMessageLength)."""
LONGEST_TITLE: Final = 255
"""How many characters the title of an annotation may have (GitHub's REST API, check runs)."""
MOST_IN_SUMMARY: Final = 1024 * 1024
"""How many bytes a step's summary may have, or it is refused whole (actions/runner: CreateStepSummaryCommand)."""

_IN_THE_LOG: Final = " ... (the whole of it stands in the log of this step)"
_UTF_16: Final = "utf-16-le"
_LEVELS: Final = {"error": "error", "warning": "warning", "note": "notice"}
_ESCAPES: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES: Final = {**_ESCAPES, ":": "%3A", ",": "%2C"}


def github_report(runs: list[Run]) -> str:
    """Return the verdicts and the commands of all runs, secrets masked.

    What the commands have to leave out stands below them, in plain lines of the step's log.
    """
    clean = scrubber_for(run.trace for run in runs).clean
    lines = [f"idxdoctor: {clean(verdict(lookup))}" for run in runs for lookup in run.trace.lookups]
    plain: list[str] = []
    by_level = sorted(each_search_first(runs), key=lambda one: list(_LEVELS).index(one.finding.severity))
    for severity, group in groupby(by_level, key=lambda one: one.finding.severity):
        commands, left = _annotations(_LEVELS[severity], list(group), clean)
        lines += commands
        plain += [clean(_plain(one)) for one in left]
    return "\n".join((*lines, *plain))


def _annotations(level: str, found: list[Located], clean: Callable[[str], str]) -> tuple[list[str], list[Located]]:
    """Return the commands of a level, the last of which counts those left out, and what they leave out or cut."""
    shown = found if len(found) <= MOST_PER_LEVEL else found[: MOST_PER_LEVEL - 1]
    commands, left = [], found[len(shown) :]
    cut = [one for one in shown if _cut(text := clean(_said(one))) != text]
    for one in shown:
        title = f"{one.finding.code} {one.finding.title}"
        commands.append(_command(level, {"file": one.file, "line": str(one.line), "title": title}, _said(one), clean))
    if left:
        rest = f"{len(left)} more findings of this kind stand in the log of this step"
        commands.append(_command(level, {"title": "idxdoctor"}, rest, clean))
    return commands, [*cut, *left]


def _said(one: Located) -> str:
    proved = next((f" Fix: {fix.title}." for fix in one.finding.fixes if fix.proved), "")
    return f"{one.lookup.package}: {one.finding.text}.{proved}"


def _plain(one: Located) -> str:
    """Return a finding as a line that is no command, whatever its text begins with."""
    finding = one.finding
    return f"idxdoctor: {finding.severity} {finding.code} {finding.title} ({one.file}:{one.line}) {_said(one)}"


def github_masks(secrets: Iterable[str]) -> Iterator[str]:
    """Return the commands that let GitHub mask texts in what later steps print; it shows none of them itself."""
    return (f"::add-mask::{_escaped(line, _ESCAPES)}" for secret in secrets for line in secret.splitlines() if line)


def _command(level: str, properties: dict[str, str], text: str, clean: Callable[[str], str]) -> str:
    bounded = {
        name: clean(value)[:LONGEST_TITLE] if name == "title" else clean(value) for name, value in properties.items()
    }
    said = ",".join(f"{name}={_escaped(value, _IN_PROPERTIES)}" for name, value in bounded.items())
    return f"::{level} {said}::{_escaped(_cut(clean(text)), _ESCAPES)}"


def _cut(text: str) -> str:
    """Return a text that GitHub does not cut; what is left of a longer one says where the whole is."""
    units = text.encode(_UTF_16, "surrogatepass")
    if len(units) <= 2 * LONGEST_MESSAGE:
        return text
    return units[: 2 * (LONGEST_MESSAGE - len(_IN_THE_LOG))].decode(_UTF_16, "ignore") + _IN_THE_LOG


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(letter, letter) for letter in text)
