"""A check, diagnosed, and its fixes tried where it was made."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Final

from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.fixes.proof import Trial, with_proofs
from idxdoctor.diagnosis.known import known_cases
from idxdoctor.diagnosis.run import Run
from idxdoctor.diagnosis.select import Selection
from idxdoctor.model.trace import Client, Trace
from idxdoctor.transport.bench import Bench
from idxdoctor.transport.check import check
from idxdoctor.transport.performer import Progress
from idxdoctor.transport.vault import not_refused

PATIENCE: Final = 60.0
"""How many seconds fixes are tried for, before the rest is shown untried."""


def checked(bench: Bench, client: Client, packages: Sequence[str], chosen: Selection, progress: Progress) -> Run:
    """Return the diagnosed check of some packages, the fixes of the chosen findings tried.

    Raises `InputError` where the configuration can't be read.
    """
    trace = check(bench, client, packages, progress)
    findings = diagnose(trace)
    run = Run(trace, findings, known=tuple(known_cases(trace, findings)))
    return with_proofs(chosen.of(run), trial_on(bench, trace))


def trial_on(bench: Bench, trace: Trace) -> Trial:
    """Return how a check's fixes are tried: for `PATIENCE` at most, without credentials that it saw refused."""
    end = min(monotonic() + PATIENCE, bench.deadline)
    return Trial(
        bench.here,
        lambda changed, here, package: check(bench, changed, [package], here=here),
        lambda wanted: not_refused(trace, wanted.origin, bench.credentials(trace.plan, wanted.origin)),
        lambda: monotonic() > end,
    )
