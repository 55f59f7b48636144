"""Azure Pipelines: logging commands, one for each finding.

The agent shows the first ten errors and the first ten warnings of a step at the top, and writes all of them into its
log (microsoft/azure-pipelines-agent: src/Agent.Worker/ExecutionContext.cs, AddIssue).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from idxdoctor.diagnosis.run import Run
from idxdoctor.report.formats.located import Located, each_search_first
from idxdoctor.report.redaction import scrubber_for
from idxdoctor.report.verdict import verdict

_ESCAPES: Final = {"%": "%AZP25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES: Final = {**_ESCAPES, ";": "%3B", "]": "%5D"}


def azure_report(runs: list[Run]) -> str:
    """Return the verdicts and the commands of all runs, secrets masked.

    A text that begins as a command does would be taken for one, so no line begins with what a server said.
    """
    clean = scrubber_for(run.trace for run in runs).clean
    lines = [f"idxdoctor: {clean(verdict(lookup))}" for run in runs for lookup in run.trace.lookups]
    lines += [clean_command for one in each_search_first(runs) for clean_command in _commands(one, clean)]
    return "\n".join(lines)


def azure_masks(secrets: Iterable[str]) -> Iterator[str]:
    """Return the commands that let Azure Pipelines mask texts in what later steps print; it shows none of them."""
    lines = (line for secret in secrets for line in secret.splitlines() if line)
    return (f"##vso[task.setsecret]{_escaped(line, _ESCAPES)}" for line in lines)


def _commands(one: Located, clean: Callable[[str], str]) -> Iterator[str]:
    finding = one.finding
    if finding.severity == "note":
        return
    properties = {"type": finding.severity, "sourcepath": one.file, "linenumber": str(one.line), "code": finding.code}
    said = ";".join(f"{name}={_escaped(clean(value), _IN_PROPERTIES)}" for name, value in properties.items())
    text = _escaped(clean(f"{one.lookup.package}: {finding.title}. {finding.text}"), _ESCAPES)
    yield f"##vso[task.logissue {said}]{text}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(letter, letter) for letter in text)
