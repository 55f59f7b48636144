"""`check --probe`: each extra request is announced before it is sent."""

from __future__ import annotations

from time import monotonic

from idxdoctor.cli.guard import guard_for
from idxdoctor.cli.output import tell
from idxdoctor.cli.reports import as_shown
from idxdoctor.diagnosis.probes.probe import planned, with_probes
from idxdoctor.diagnosis.probes.probed import Probe, ProbedIndex
from idxdoctor.diagnosis.run import Run
from idxdoctor.report.redaction import scrubber_for
from idxdoctor.transport.bench import Bench


def probed(run: Run, bench: Bench, known: str | None, *, anonymize: bool) -> Run:
    """Return the run with what extra requests showed; each is announced on standard error."""
    plan = run.trace.plan
    guard = guard_for(run)
    probes = list(planned(run.trace, lambda origin: bench.credentials(plan, origin), known))
    if not probes:
        tell(guard, "no probe is needed: no index refused or hid a package")
    elif monotonic() >= bench.deadline:
        tell(guard, "no probe was sent: the time for the whole run was over")
        return run
    named = _announced(run, probes, anonymize=anonymize)
    with bench.network(run.trace.client, plan, bench.here) as performer:
        return with_probes(run, probes, performer, lambda probe: tell(guard, named[probe]))


def _announced(run: Run, probes: list[Probe], *, anonymize: bool) -> dict[Probe, str]:
    """Return what is said of each probe before it is sent, under the names that it has in the report."""
    unanswered = ProbedIndex("", 0, tuple((probe, None) for probe in probes), None)
    shown = as_shown([run._replace(probed=(unanswered,))], anonymize=anonymize)[0]
    clean = scrubber_for([run.trace, shown.trace]).clean
    names = (clean(f"probe: GET {probe}") for probe, _ in shown.probed[0].answers)
    return dict(zip(probes, names, strict=True))
