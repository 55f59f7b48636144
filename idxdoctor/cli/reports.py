"""Writes the report of runs where the user wants it, in the formats that the user wants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from idxdoctor.cli.options import Format
from idxdoctor.cli.output import Draft, Output
from idxdoctor.diagnosis.run import Run

ForPeople: TypeAlias = Callable[[Output], None]
"""Writes the runs as they are shown on a terminal."""


def as_shown(runs: list[Run], *, anonymize: bool) -> list[Run]:
    """Return the runs as they are to be shown: under other names if that is wanted."""
    if not anonymize:
        return runs
    from idxdoctor.report.anonymize import anonymized

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
    """Write the report to each file, in the format of its ending or else in `format_`; without files, to the terminal.

    That is standard output, or with `beside` standard error. All of it is looked through for secrets first, also those
    of the `original` runs where these are anonymized. Raises `FaultError`, nothing being written, where one is found,
    and `InputError` where a file can't be written.
    """
    from idxdoctor.cli.guard import guard_for

    drafts = [
        _draft(runs, Draft(path, no_color, beside=beside), path, format_, for_people) for path in files or (None,)
    ]
    guard_for(runs, original).let_pass((draft.name, draft.held) for draft in drafts)
    for draft in drafts:
        draft.release()


def _draft(runs: list[Run], draft: Draft, path: Path | None, format_: Format, for_people: ForPeople) -> Draft:
    from idxdoctor.report.formats import format_of, rendered

    wanted = format_ if path is None else Format(format_of(path) or format_)
    if wanted is Format.RICH:
        for_people(draft)
    else:
        draft.text(rendered(wanted.value, runs))
    return draft
