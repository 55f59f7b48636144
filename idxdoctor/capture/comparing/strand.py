"""A strand: steps of a model of which one follows the other, beside other strands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from idxdoctor.model.exchange import Exchange, KeyringCall, Reply, Results, Send, Steps, Wait
from idxdoctor.model.trace import Ending


@dataclass(slots=True)
class Record:
    """What became of one package: its exchanges in order, keyring calls, files, and the ending of its lookup."""

    package: str
    exchanges: list[Exchange] = field(default_factory=list)
    keyring: list[KeyringCall] = field(default_factory=list)
    files: list[Exchange] = field(default_factory=list)
    ending: Ending | None = None


@dataclass(eq=False, slots=True)
class Strand:
    """Steps of which one follows the other. `request` is what it sends next, `reply` what it has in hand.

    `parts` are strands that it waits for, `wait` is what else it waits for.
    """

    record: Record
    exchanges: list[Exchange]
    steps: Steps[Any]
    parent: Strand | None = None
    request: Send | None = None
    reply: Reply | Results | None = None
    wait: Wait | None = None
    parts: list[Strand] = field(default_factory=list)
    over: Callable[[Sequence[Any]], bool] | None = None
    result: Any = None
    ended: bool = False

    @property
    def may_go_on(self) -> bool:
        """Say whether it has what it waits for."""
        waits = self.wait is not None and not self.wait.over()
        return not (self.ended or self.parts or self.request or waits)

    def break_off(self) -> None:
        """Let its parts go no further; what they sent may still arrive."""
        for part in self.parts:
            part.ended = True
            part.break_off()
