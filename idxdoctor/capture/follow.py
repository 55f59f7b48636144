"""Runs a model's lookups in the order in which a real client's came, so that both share the same accidents.

A client that looks for several packages at once lends credentials from one lookup to the other, and which is first
is chance. It was chance on the wire too: there it can be read off.
"""

from __future__ import annotations

from collections.abc import Sequence

from idxdoctor.model.exchange import Effect, Steps
from idxdoctor.model.trace import Ending, Lookup
from idxdoctor.transport.performer import Driver, Performer, Recorder, next_request


def following(order: Sequence[str]) -> Driver:
    """Return a driver that sends one request of a package each time that `order` names it, and the rest in turns."""

    def run(lookups: dict[str, Steps[Ending]], performer: Performer) -> tuple[Lookup, ...]:
        recorders = {package: Recorder(package, steps) for package, steps in lookups.items()}
        firsts = dict.fromkeys([*(package for package in order if package in recorders), *recorders])
        pending: dict[str, Effect | None] = {
            package: next_request(recorders[package], None, performer) for package in firsts
        }

        def step(package: str) -> None:
            effect = pending.get(package)
            if effect is not None:
                reply = recorders[package].perform(effect, performer)
                pending[package] = next_request(recorders[package], reply, performer)

        for package in order:
            step(package)
        while any(pending.values()):
            for package in pending:
                step(package)
        return tuple(recorder.ended for recorder in recorders.values() if recorder.ended)

    return run
