"""What a report tells beyond the trace: what probes were answered, and which reported cases it looks like."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.probed import ProbedIndex
from idxdoctor.diagnosis.run import KnownCase
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
