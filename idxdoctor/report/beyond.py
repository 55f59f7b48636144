"""What a report tells beyond the trace: what probes were answered, which reported cases it looks like, what is gone."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.probes.probed import ProbedIndex
from idxdoctor.diagnosis.run import KnownCase, Run
from idxdoctor.model.trace import Trace


def probe_lines(probed: ProbedIndex, trace: Trace) -> Iterator[str]:
    """Return the probes of one index with their statuses, and what follows from them."""
    lookup = next(lookup for lookup in trace.lookups if lookup.package == probed.package)
    yield f"Probes of {lookup.ending.indexes[probed.position].label} for {probed.package}:"
    for probe, status in probed.answers:
        yield f"  {status or 'none':>4}  {probe}"
    if probed.conclusion is not None:
        yield f"  so {probed.conclusion.text}"
    else:
        yield "  which leaves it open"


def known_line(known: KnownCase) -> str:
    """Return a sentence on a reported case that the trace looks like."""
    return f"This looks like {known.source} ({known.id}: {known.title}). What ended that: {known.ended}."


def gone_lines(run: Run) -> Iterator[str]:
    """Return a sentence on each finding of an earlier run that is not there now, those of one kind together."""
    packages: dict[tuple[str, str], list[str]] = {}
    for one in run.gone or ():
        packages.setdefault((one.code, one.title), []).append(one.package)
    for (code, title), names in packages.items():
        yield f"Gone since the baseline: {code} {title}: {', '.join(dict.fromkeys(names))}"
