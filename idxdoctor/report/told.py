"""Which lookups of a run are told in detail, and what is said of the rest in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from idxdoctor.diagnosis.alike import are_many, groups_of
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.run import Run, is_failure
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Lookup

_MOST_NAMES: Final = 8


class Told(NamedTuple):
    """A lookup to tell in detail: its position in the run, and the packages whose lookups went the same way."""

    position: int
    lookup: Lookup
    findings: tuple[Finding, ...]
    alike: tuple[str, ...]

    @property
    def others(self) -> str | None:
        """Return the sentence on the packages that went the same way; None where there are none."""
        return f"The same happened to {_names(self.alike)}." if self.alike else None


def told_of(run: Run, *, verbose: bool) -> list[Told]:
    """Return what to tell: of a few lookups those with findings, of many the failures, one of each kind.

    `verbose` adds those that went well.
    """
    diagnosed, many = run.diagnosed(), are_many(run)
    told: list[Told] = []
    for first, *others in groups_of(run):
        lookup, findings = diagnosed[first]
        wanted = is_failure(lookup, findings) if many else bool(findings) or len(diagnosed) == 1
        if wanted or verbose:
            alike = tuple(diagnosed[other][0].package for other in others)
            told.append(Told(first, lookup, findings, alike))
    return told


def remarks_of(run: Run) -> Iterator[str]:
    """Return a sentence for each finding on lookups of many that went well, which are not told in detail."""
    if not are_many(run):
        return
    packages: dict[tuple[str, str, str], list[str]] = {}
    for lookup, findings in run.diagnosed():
        for finding in findings if not is_failure(lookup, findings) else ():
            packages.setdefault((finding.code, finding.severity, finding.title), []).append(lookup.package)
    for (code, severity, title), names in packages.items():
        yield f"{code} {severity}  {title}: {_names(list(dict.fromkeys(names)))}"


def _names(names: Sequence[str]) -> str:
    shown, more = names[:_MOST_NAMES], len(names) - _MOST_NAMES
    listed = ", ".join(shown)
    return f"{listed} and {more} more" if more > 0 else listed


def files_to_tell(lookup: Lookup) -> tuple[Exchange, ...]:
    """Return the requests for files that are told: where one could not be had, or nothing else was asked for."""
    return lookup.files if lookup.file_fault is not None or not lookup.exchanges else ()
