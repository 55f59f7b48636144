"""What the diagnosis says of a trace."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]


class Fix(NamedTuple):
    """A change that mends the cause. `proved` says that the lookup, replayed with the change, ends well."""

    title: str
    diff: str | None = None
    proved: bool = False


class Finding(NamedTuple):
    """A named cause, with the exchanges that prove it (positions in the lookup's wire order)."""

    code: str
    severity: Severity
    title: str
    text: str
    exchanges: tuple[int, ...]
    fixes: tuple[Fix, ...] = ()
