"""Which rules a run is told of: the codes that the user selects or ignores."""

from __future__ import annotations

from collections.abc import Iterable

from idxdoctor.diagnosis.rules import ALL
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.errors import InputError, Place


class Selection:
    """A choice of rules by codes or their beginnings: `IDX106`, `IDX1`.

    Raises `InputError` for a text with which no code begins.
    """

    def __init__(self, select: Iterable[str] | None = None, ignore: Iterable[str] | None = None) -> None:
        self._select = _prefixes(select, "--select")
        self._ignore = _prefixes(ignore, "--ignore")

    def __contains__(self, code: str) -> bool:
        return code.startswith(self._select or ("",)) and not (self._ignore and code.startswith(self._ignore))

    def of(self, run: Run) -> Run:
        """Return the run with the findings of these rules alone; what it expects was held against all of them."""
        chosen = tuple(tuple(finding for finding in found if finding.code in self) for found in run.findings)
        return run._replace(findings=chosen)


def _prefixes(texts: Iterable[str] | None, option: str) -> tuple[str, ...]:
    prefixes = tuple(part.strip().upper() for text in texts or () for part in text.split(",") if part.strip())
    for prefix in prefixes:
        if not any(rule.code.startswith(prefix) for rule in ALL):
            raise InputError(
                "no rule's code begins so", place=Place(option), remedy="`idxdoctor rule` lists the codes."
            )
    return prefixes
