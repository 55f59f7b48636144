"""Writes the runs in logs as scenarios: `idxdoctor explain --scenario FILE`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from idxdoctor.cli.guard import guard_against
from idxdoctor.cli.output import Output, tell
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.trace import Trace

if TYPE_CHECKING:
    from idxdoctor.diagnosis.records.record import Record


def write_scenarios(traces: Iterable[Trace], file: Path, *, keep_names: bool, force: bool) -> bool:
    """Write a scenario for each run that shows an index: `out.yaml`, then `out-2.yaml` and so on.

    Returns whether all were written. One whose replay differs from its log is written only by `force`. Raises
    `InputError` where none can be made, before any is written.
    """
    made = list(_made(list(traces), file, keep_names=keep_names))
    for path, record in made:
        guard = guard_against(record.secrets)
        if record.difference is not None:
            tell(guard, f"{path.name}: its replay differs from the log: {record.difference}")
        if record.difference is not None and not force:
            tell(guard, "it was not written; --force writes it all the same")
            continue
        Output(guard, path).text(record.text.rstrip("\n"))
        tell(guard, f"wrote {path}; `idxdoctor replay {path}` shows what happens in it")
    return all(record.difference is None for _, record in made)


def _made(traces: list[Trace], file: Path, *, keep_names: bool) -> Iterator[tuple[Path, Record]]:
    from idxdoctor.diagnosis.records.record_log import record_log

    asking = [trace for trace in traces if trace.plan.no_index or any(one.ending.indexes for one in trace.lookups)]
    for number, trace in enumerate(asking or traces[:1], start=1):
        id_ = file.stem if number == 1 else f"{file.stem}-{number}"
        try:
            yield file.with_name(f"{id_}.yaml"), record_log(trace, id_, keep_names=keep_names)
        except InputError as error:
            raise InputError(error.message, place=Place("--scenario"), remedy=error.remedy) from None
