"""A real command, traced on the wire, with mitmdump between it and the network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from idxdoctor.capture.tracing.child import Ended, Reason, noting_signals, run_through
from idxdoctor.capture.tracing.command import Command
from idxdoctor.capture.tracing.mitmdump import mitmdump
from idxdoctor.capture.tracing.traced import Traced
from idxdoctor.capture.tracing.wire_trace import trace_of_wire
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.trace import Client

_ENDED_EARLY = "mitmdump ended before the command did: what it asked for after that is missing here"


def trace_by_wire(
    command: Command, client: Client, env: Mapping[str, str], here: Surroundings, limit: float | None
) -> Traced:
    """Run a command whose requests all pass mitmdump, and tell what they were.

    Raises `InputError` where mitmdump is not on PATH or the command can't be run, `CheckError` where mitmdump does not
    begin.
    """
    with (
        noting_signals() as signals,
        TemporaryDirectory(prefix="idxdoctor-", ignore_cleanup_errors=True) as folder,
        mitmdump(env, Path(folder), signals) as ready,
    ):
        if ready is None:
            return Traced(Ended(128 + signals.came[0], Reason.SIGNAL), [])
        running, own = ready
        ended = run_through(command.words, own, signals, limit)
        whole = running.is_running
        running.finish()
    trace, rest = trace_of_wire(running.events, client, here, ended.status)
    notes = [] if whole else [_ENDED_EARLY]
    if rest:
        notes.append(f"{len(rest)} more request{'' if len(rest) == 1 else 's'} about no package that is known")
    return Traced(ended, [trace], tuple(notes))
