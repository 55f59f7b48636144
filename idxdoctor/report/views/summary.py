"""Many runs in a line each."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.run import Run
from idxdoctor.report.redaction import scrubber_for
from idxdoctor.report.tables.matrix import matrix_of
from idxdoctor.report.verdict import verdict


def verdicts(runs: list[Run]) -> Iterator[str]:
    """Return the verdict on each search, and who searched."""
    clean = scrubber_for(run.trace for run in runs).clean
    return (clean(f"{run.trace.client}  {verdict(lookup)}") for run in runs for lookup in run.trace.lookups)


def in_short(runs: list[Run]) -> Iterator[str]:
    """Return the verdict on each search; of many in a run, how many ended in which way."""
    clean = scrubber_for(run.trace for run in runs).clean
    for run in runs:
        matrix = matrix_of(run, clean)
        yield from (clean(verdict(lookup)) for lookup in run.trace.lookups) if matrix is None else (matrix.summary,)


def summary(runs: list[Run]) -> Iterator[str]:
    """Return for each run whether it was as expected and its verdicts, and a count of all at the end."""
    clean = scrubber_for(run.trace for run in runs).clean
    for run in runs:
        head = f"{run.trace.scenario}  {run.trace.client}"
        if run.mismatches:
            yield clean(f"DIFFERS   {head}  {'; '.join(run.mismatches)}")
            continue
        mark = "no expect" if run.mismatches is None else "as said  "
        yield clean(f"{mark} {head}  {' '.join(verdict(lookup) for lookup in run.trace.lookups)}")
    held = sum(run.mismatches == () for run in runs)
    differ = sum(bool(run.mismatches) for run in runs)
    rest = len(runs) - held - differ
    yield f"{len(runs)} replays: {held} as expected, {differ} different, {rest} with no expectation"
