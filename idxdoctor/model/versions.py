"""Release numbers and ranges of them.

Plain comparisons (`>=0.7.0,<0.7.4`), by far the most, are decided here: the library for the rest of PEP 440 takes as
long to import as a whole replay in memory.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from typing import Final, NamedTuple, Protocol

_PLAIN: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})*")
_CLAUSE: Final = re.compile(r"\s*(<=|>=|==|!=|<|>)\s*([0-9]+(?:\.[0-9]+)*)\s*")
_COMPARE: Final = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}


def release_number(version: str) -> tuple[int, ...]:
    """Return a version's numbers, for comparison: `0.7` and `0.7.0` are the same, and so is `0.7rc1`.

    Raises `ValueError` where the text is no version (PEP 440).
    """
    if is_plain(version):
        numbers = [int(part) for part in version.split(".")]
    else:
        from packaging.version import Version

        numbers = [*Version(version).release]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def is_plain(version: str) -> bool:
    """Say whether a version is numbers and dots only."""
    return _PLAIN.fullmatch(version) is not None


def is_version(text: str) -> bool:
    """Say whether a text is a version (PEP 440)."""
    try:
        return bool(release_number(text))
    except ValueError:
        return False


class VersionRange(Protocol):
    """Says which versions belong to it; `str` gives its PEP 440 spelling."""

    def __contains__(self, version: str) -> bool:
        """Say whether a version belongs to the range."""


class Clause(NamedTuple):
    """One comparison of a range."""

    operator: str
    version: str


class PlainRange:
    """Comparisons with release numbers, all of which must hold."""

    def __init__(self, clauses: list[Clause]) -> None:
        self._clauses = clauses
        self._checks = [(_COMPARE[clause.operator], release_number(clause.version)) for clause in clauses]

    def __contains__(self, version: str) -> bool:
        number = release_number(version)
        return all(compare(number, bound) for compare, bound in self._checks)

    def __iter__(self) -> Iterator[Clause]:
        return iter(self._clauses)

    def __str__(self) -> str:
        return ",".join(sorted(f"{clause.operator}{clause.version}" for clause in self._clauses))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlainRange) and str(other) == str(self)

    def __hash__(self) -> int:
        return hash(str(self))


def version_range(text: str) -> VersionRange:
    """Return the range that PEP 440 specifiers spell; none at all is every version. Raises `ValueError` for others."""
    found = [_CLAUSE.fullmatch(part) for part in text.split(",")] if text.strip() else []
    clauses = [Clause(match[1], match[2]) for match in found if match]
    if len(clauses) == len(found):
        return PlainRange(clauses)
    from packaging.specifiers import SpecifierSet

    return SpecifierSet(text)
