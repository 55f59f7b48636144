"""Writes the report of runs where the user wants it, in the formats that the user wants."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from idxdoctor.cli.options import Format
from idxdoctor.cli.output import Draft, Output, put_all
from idxdoctor.diagnosis.run import Run

if TYPE_CHECKING:
    from idxdoctor.cli.guard import Guard

_STANDARD_OUTPUT: Final = Path("-")

ForPeople: TypeAlias = Callable[[Output], None]
"""Writes the runs as they are shown on a terminal."""


def as_shown(runs: list[Run], *, anonymize: bool) -> list[Run]:
    """Return the runs as they are to be shown: under other names if that is wanted."""
    if not anonymize:
        return runs
    from idxdoctor.report.anonymous.anonymize import anonymized

    return anonymized(runs)


def write_report(
    runs: list[Run],
    files: list[Path] | None,
    format_: Format,
    no_color: bool,
    for_people: ForPeople,
    original: list[Run] | None = None,
    *,
    beside: bool = False,
) -> None:
    """Write the report to each file, in the format of its ending or else in `format_`; without files to the terminal.

    That, and `-`, is standard output, or with `beside` standard error. Where all of it goes to files, the verdicts are
    told on standard error. All of it is looked through for secrets first,
    also those of the `original` runs where these are anonymized. Raises `FaultError`, nothing being written, where one
    is found, and `InputError` where a file can't be written.
    """
    from idxdoctor.cli.guard import guard_for
    from idxdoctor.cli.pipeline import summary_of, tell_masks, told_of_summary

    guard = guard_for(runs, original)
    paths = [None if path == _STANDARD_OUTPUT else path for path in files or (_STANDARD_OUTPUT,)]
    drafts = [Draft(guard, path, no_color, beside=beside) for path in paths]
    pieces = [piece for draft in drafts for piece in _pieces(guard, runs, draft, format_, for_people)]
    if None in paths and (summary := summary_of(runs, format_, os.environ, guard)):
        printed = drafts[paths.index(None)]
        pieces += [summary, *((printed, f"{line}\n") for line in told_of_summary(summary[0], format_))]
    if None not in paths and not beside:
        pieces.append((Output(guard, beside=True), _in_short(runs, paths)))
    to_pipeline = None in paths and not beside
    put_all(guard, pieces, first=lambda: tell_masks(original or runs, format_) if to_pipeline else None)


def _in_short(runs: list[Run], paths: list[Path | None]) -> str:
    """Return what is said where the whole report goes to files."""
    from idxdoctor.report.views.summary import in_short

    return "".join(f"{line}\n" for line in (*in_short(runs), f"The report is in {', '.join(map(str, paths))}."))


def _pieces(
    guard: Guard, runs: list[Run], draft: Draft, format_: Format, for_people: ForPeople
) -> Iterator[tuple[Output, str]]:
    """Return what goes to a file or to standard output; a long report in Markdown goes to several files."""
    from idxdoctor.report.formats.registry import format_of, rendered

    path = draft.path
    wanted = format_ if path is None else Format(format_of(path, format_))
    if wanted is Format.RICH:
        for_people(draft)
        yield draft, draft.held
    elif path is not None and wanted is Format.MARKDOWN:
        from idxdoctor.report.formats.markdown import markdown_pages

        yield from ((Output(guard, page), f"{text}\n") for page, text in markdown_pages(runs, path))
    else:
        yield draft, f"{rendered(wanted.value, runs)}\n"
