"""What came of tracing a command."""

from __future__ import annotations

from typing import NamedTuple

from idxdoctor.capture.tracing.child import Ended
from idxdoctor.model.trace import Trace


class Traced(NamedTuple):
    """How a command ended, the runs that were seen, and what is to be said beside them."""

    ended: Ended
    traces: list[Trace]
    notes: tuple[str, ...] = ()
