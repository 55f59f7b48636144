"""The releases at which a client's behaviour in a scenario changed, by its model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from idxdoctor.clients.registry import client_of
from idxdoctor.diagnosis.replay import replayed
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.trace import Outcome, wire_of
from idxdoctor.scenario.model import Scenario


class Stretch(NamedTuple):
    """Releases in a row that do the same: the first and the last of them, and the run of the first."""

    first: str
    last: str
    run: Run

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Return how the lookups end."""
        return tuple(lookup.ending.outcome for lookup in self.run.trace.lookups)


def stretches(scenario: Scenario, client: str, releases: Sequence[str]) -> list[Stretch]:
    """Return the releases, oldest first, in stretches that send the same requests and end alike."""
    runs = (replayed(scenario, client_of(f"{client}=={release}")) for release in releases)
    return join_alike((release, signature(run), run) for release, run in zip(releases, runs, strict=True))


def join_alike(seen: Iterable[tuple[str, object, Run]]) -> list[Stretch]:
    """Return neighbours with equal signatures as one stretch."""
    found: list[Stretch] = []
    last_signature: object = None
    for release, own_signature, run in seen:
        if found and own_signature == last_signature:
            found[-1] = found[-1]._replace(last=release)
        else:
            found.append(Stretch(release, release, run))
        last_signature = own_signature
    return found


def signature(run: Run) -> object:
    """Return what tells two runs apart."""
    return tuple(wire_of(lookup) for lookup in run.trace.lookups)
