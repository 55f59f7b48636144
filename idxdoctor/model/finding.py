"""What the diagnosis says of a trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends the cause. `proved` says that the lookup, replayed with the change, ends well."""

    title: str
    diff: str | None = None
    proved: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A named cause, with the exchanges that prove it (positions in the lookup's wire order)."""

    code: str
    severity: Severity
    title: str
    text: str
    exchanges: tuple[int, ...]
    fixes: tuple[Fix, ...] = ()
