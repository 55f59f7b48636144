"""Probes as values: what is asked beyond the client's own requests, and what came of it."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from idxdoctor.diagnosis.probes.conclusion import Conclusion
from idxdoctor.model.credential import Credential
from idxdoctor.model.url import Url


class Kind(Enum):
    """What a probe asks; the value says it to a person."""

    ANONYMOUS = "without credentials"
    OWN = "with the credentials"
    WRONG = "with made-up credentials"
    MISSING = "for a name that is not there"
    KNOWN = "for a name that is there"


class Probe(NamedTuple):
    """One extra request: for which lookup and index (position in the search order), what it tells, and its parts."""

    package: str
    position: int
    kind: Kind
    url: Url
    credential: Credential | None

    def __str__(self) -> str:
        who = f" as {self.credential.shown_name}" if self.credential and self.kind is not Kind.WRONG else ""
        return f"{self.url} {self.kind.value}{who}"


class ProbedIndex(NamedTuple):
    """What the probes of one lookup's index were answered, and what follows from it."""

    package: str
    position: int
    answers: tuple[tuple[Probe, int | None], ...]
    conclusion: Conclusion | None
