"""The statuses of one index's probes, side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

NO_ANSWER: Final = 0


class Statuses(NamedTuple):
    """The statuses of one index's probes; None where there was no such probe, `NO_ANSWER` where it got none.

    A name that is not there and one that is are asked for with the credentials, where there are some.
    """

    anonymous: int | None = None
    own: int | None = None
    wrong: int | None = None
    missing: int | None = None
    known: int | None = None


Row: TypeAlias = tuple[Callable[[Statuses], bool], str, str]
"""Which statuses show something, a short code for that, and the sentence."""
