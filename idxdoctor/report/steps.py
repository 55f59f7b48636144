"""What a client did at an index once that had answered: where credentials were dropped, and what ended the search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from idxdoctor.model.trace import Lookup, Outcome
from idxdoctor.report.phrases import unasked

Kind: TypeAlias = Literal["unasked", "dropped", "searched", "next", "found", "ended", "cut"]
_LEADS: Final[dict[Kind, str]] = {
    "dropped": "credentials dropped",
    "ended": "search ended here",
    "cut": "the log ends here",
}
_ENDS: Final[dict[Outcome, Kind]] = {Outcome.FOUND: "found", Outcome.UNKNOWN: "cut"}


class Step(NamedTuple):
    """One thing that a client did, and why; `lead` names what somebody in trouble looks for, and is else empty."""

    kind: Kind
    text: str

    @property
    def lead(self) -> str:
        """Return what stands before the reason."""
        return _LEADS.get(self.kind, "")

    def __str__(self) -> str:
        return f"{self.lead}: {self.text}" if self.lead else self.text


def steps_at(lookup: Lookup, position: int) -> Iterator[Step]:
    """Return what the client did at an index: its search for credentials after a refusal, then where it went on."""
    visit = lookup.visit_of(position)
    if visit is None:
        yield Step("unasked", unasked(lookup))
        return
    if visit.search is not None and visit.status != 404:
        yield Step("dropped" if visit.search.drops else "searched", visit.search.text)
    kind = _ENDS.get(lookup.ending.outcome, "ended") if lookup.ending.index == position else "next"
    yield Step(kind, visit.decision.text)


def dropped_at(lookup: Lookup) -> frozenset[int]:
    """Return the requests, by position, at which credentials were dropped: in sending them, or after a refusal."""
    after = (
        lookup.exchanges_of(position)[-1:]
        for position in range(len(lookup.ending.indexes))
        if any(step.kind == "dropped" for step in steps_at(lookup, position))
    )
    sending = {number for number, one in enumerate(lookup.exchanges) if one.request.decision.drops}
    return frozenset(sending | {number for last in after for number, _ in last})
