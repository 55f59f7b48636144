"""The rules, one module each; `ALL` has them in the order of their codes."""

from __future__ import annotations

from typing import Final

from idxdoctor.diagnosis.rule import Rule
from idxdoctor.diagnosis.rules import (
    idx101,
    idx102,
    idx103,
    idx104,
    idx106,
    idx201,
    idx202,
    idx301,
    idx302,
    idx401,
    idx402,
    idx501,
    idx601,
    idx602,
    idx701,
)

ALL: Final[tuple[Rule, ...]] = tuple(
    module.RULE
    for module in (
        idx101,
        idx102,
        idx103,
        idx104,
        idx106,
        idx201,
        idx202,
        idx301,
        idx302,
        idx401,
        idx402,
        idx501,
        idx601,
        idx602,
        idx701,
    )
)
