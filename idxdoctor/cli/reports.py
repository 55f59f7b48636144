"""Writes the report of runs where the user wants it, in the formats that the user wants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from idxdoctor.cli.options import Format
from idxdoctor.cli.output import Output
from idxdoctor.diagnosis.run import Run

ForPeople: TypeAlias = Callable[[Output], None]
"""Writes the runs as they are shown on a terminal."""


def write_report(
    runs: list[Run], files: list[Path] | None, format_: Format, no_color: bool, for_people: ForPeople
) -> None:
    """Write the report to each file, in the format of its ending or else in `format_`; without files, to the terminal.

    Raises `InputError` where a file can't be written.
    """
    if not files:
        _write(runs, Output(None, no_color), format_, for_people)
        return
    from idxdoctor.report.formats import format_of

    for path in files:
        _write(runs, Output(path, no_color), Format(format_of(path) or format_), for_people)


def _write(runs: list[Run], output: Output, format_: Format, for_people: ForPeople) -> None:
    if format_ is Format.RICH:
        for_people(output)
    else:
        from idxdoctor.report.formats import rendered

        output.text(rendered(format_.value, runs))
