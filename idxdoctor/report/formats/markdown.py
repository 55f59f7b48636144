"""A report to attach to an issue: GitHub's Markdown, with the trace as a table and as a sequence diagram."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from idxdoctor import __version__
from idxdoctor.diagnosis.alike import are_many
from idxdoctor.diagnosis.finding import Finding, Fix
from idxdoctor.diagnosis.providers import Providers
from idxdoctor.diagnosis.run import Run, is_failure
from idxdoctor.model.trace import Lookup
from idxdoctor.report.beyond import gone_lines, known_line, probe_lines
from idxdoctor.report.formats.markdown_pages import MOST_CHARACTERS, Part, filled, fitted
from idxdoctor.report.formats.markdown_search import diagram_in_markdown, search_in_markdown
from idxdoctor.report.formats.markdown_text import block, code, inline, prose
from idxdoctor.report.phrases import client_line, how_proved, proof
from idxdoctor.report.redaction import Scrubber, scrubber_for
from idxdoctor.report.tables.matrix import matrix_of
from idxdoctor.report.tables.matrix_markup import markdown_head, markdown_row
from idxdoctor.report.told import remarks_of, told_of
from idxdoctor.report.verdict import verdict

_LEFT_OUT: Final = (
    "\n*Left out, since {page} holds {most:,} bytes: {parts} more parts. `--output report.md` writes all of it, "
    "in several files; `--output report.json` in one, to be attached.*\n"
)
_MORE: Final = "\n*{parts} more parts stand in {files}, since a comment holds {most} characters.*\n"
_MARKS: Final = {"error": "❌", "warning": "⚠️", "note": "ℹ️"}  # noqa: RUF001 - the sign for information


def markdown_report(runs: list[Run], most: int = MOST_CHARACTERS, page: str = "a comment") -> str:
    """Return one document for all runs, secrets masked, of at most `most` bytes, which is what `page` holds.

    It says what is left out. A comment holds so many characters, which are never more than the bytes.
    """
    kept, rest = fitted(_parts(runs), most)
    return kept.rstrip() + (_LEFT_OUT.format(page=page, most=most, parts=len(rest)) if rest else "")


def markdown_pages(runs: list[Run], file: Path) -> list[tuple[Path, str]]:
    """Return documents, each of at most `MOST_CHARACTERS` bytes, that have all of the runs.

    The first is for `file` and has what matters most; the others are called after it, with `-2` and so on.
    """
    first, rest = fitted(_parts(runs), MOST_CHARACTERS)
    texts = [first, *filled(rest)]
    names = [file, *(file.with_stem(f"{file.stem}-{number}") for number in range(2, len(texts) + 1))]
    if rest:
        others = names[1].name if len(names) == 2 else f"{names[1].name} to {names[-1].name}"
        texts[0] = first.rstrip() + _MORE.format(parts=len(rest), files=code(others), most=MOST_CHARACTERS)
    return [(name, text.rstrip()) for name, text in zip(names, texts, strict=True)]


def _parts(runs: list[Run]) -> list[Part]:
    scrubber = scrubber_for(run.trace for run in runs)
    parts = [part for run in runs for part in RunInMarkdown(run, scrubber).parts()]
    return [*parts, Part(0, _environment(runs))]


def _environment(runs: list[Run]) -> str:
    """Return what forms for issues ask for, in their order."""
    clients = ", ".join(dict.fromkeys(client_line(run.trace.client) for run in runs))
    lines = ["", f"- **Version:** {inline(clients)}, by idxdoctor {__version__}"]
    if any(run.trace.source == "check" for run in runs):
        lines.insert(1, f"- **Platform:** {inline(f'{platform.system()} {platform.release()} {platform.machine()}')}")
        lines.append(f"- **Python version:** {inline(f'{platform.python_version()} (that of idxdoctor)')}")
    return "\n".join([*lines, ""])


class RunInMarkdown:
    """One run, made into Markdown; every text passes the scrubber and is escaped."""

    def __init__(self, run: Run, scrubber: Scrubber) -> None:
        self._run = run
        self._clean = scrubber.clean
        self._providers = Providers(run.trace)

    def parts(self) -> Iterator[Part]:
        """Return the verdicts, the findings, and each search that is worth reading, folded."""
        diagnosed = self._run.diagnosed()
        yield Part(0, f"## {self._text(self._run.title or 'Index check')}\n\n")
        yield from self._verdicts()
        if self._run.trace.doubt is not None:
            yield Part(1, f"\n**In doubt:** {self._text(self._run.trace.doubt)}.\n")
        for unknown in self._run.trace.unknown:
            yield Part(1, f"\n**Not in the log:** {self._text(unknown)}.\n")
        told = told_of(self._run, verbose=not are_many(self._run))
        for one in told:
            for finding in one.findings:
                yield Part(2, self._finding(one.lookup, finding, named=len(diagnosed) > 1))
            if one.others:
                yield Part(2, f"\n{self._text(one.others)}\n")
        for remark in remarks_of(self._run):
            yield Part(3, f"\n- {self._text(remark)}\n")
        yield from self._beyond()
        for one in told:
            yield Part(3 if one.findings else 6, search_in_markdown(one.lookup, self._providers, self._clean))
            yield Part(4 if one.findings else 7, diagram_in_markdown(one.lookup, self._run.trace.client, self._clean))

    def _beyond(self) -> Iterator[Part]:
        for probed in self._run.probed:
            yield Part(2, "\n" + block("\n".join(map(self._clean, probe_lines(probed, self._run.trace))), "text"))
        for known in self._run.known:
            yield Part(2, f"\n{self._text(known_line(known))}\n")
        for gone in gone_lines(self._run):
            yield Part(2, f"\n{self._text(gone)}\n")

    def _verdicts(self) -> Iterator[Part]:
        """Return the verdict on each lookup, or where there are many a table of them."""
        matrix = matrix_of(self._run, self._clean)
        if matrix is not None:
            yield Part(0, markdown_head(matrix))
            for row in matrix.rows:
                yield Part(1 if row.failed else 5, markdown_row(matrix, row), markdown_head(matrix))
            return
        for lookup, findings in self._run.diagnosed():
            bad = is_failure(lookup, findings) or any(not finding.known for finding in findings)
            yield Part(1 if bad else 5, f"- {'❌' if bad else '✅'} {self._text(verdict(lookup))}\n")

    def _finding(self, lookup: Lookup, finding: Finding, *, named: bool) -> str:
        package = f"{self._text(lookup.package)}: " if named else ""
        lines = [
            f"\n### {_MARKS[finding.severity]} {finding.code} {self._text(finding.title)}\n",
            f"{package}{self._prose(finding.text + proof(finding))}\n",
        ]
        if finding.settled:
            lines.append(f"Settled by probes: {self._prose(finding.settled)}\n")
        lines += [self._fix(number, fix) for number, fix in enumerate(finding.fixes, start=1)]
        return "\n".join(lines)

    def _fix(self, number: int, fix: Fix) -> str:
        risk = f" **Risk:** {self._text(fix.risk)}." if fix.risk else ""
        language = "diff" if fix.diff and fix.diff.startswith("---") else "sh"
        diff = f"\n\n{block(self._diff(fix), language)}" if fix.diff else "\n"
        return f"{number}. {self._prose(fix.title)} (*{self._text(how_proved(fix))}*){risk}{diff}"

    def _diff(self, fix: Fix) -> str:
        return "\n".join(map(self._clean, (fix.diff or "").splitlines()))

    def _prose(self, text: str) -> str:
        return prose(self._clean(text))

    def _text(self, text: str) -> str:
        return inline(self._clean(text))
