"""The trace: who asked what, what came back, why, and how the search ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Decision, Exchange, KeyringCall
from idxdoctor.model.overview import NOTHING_CONFIGURED, Overview
from idxdoctor.model.plan import Index, Plan, Strategy

LINKS: Final = "--find-links"
"""Under which name the lists of files are fetched that are read before any package is looked up."""
PYTHON: Final = "Python"
"""What stands in the place of a package where the client fetched a Python to run; no package is called so."""


class Outcome(Enum):
    """How a lookup ended.

    `unknown` is for logs that do not show it, `unchecked` for one that the time for the whole run did not suffice for.
    """

    FOUND = "found"
    NOT_FOUND = "not-found"
    STOPPED = "stopped"
    FAILED = "failed"
    UNKNOWN = "unknown"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of one index: `decision` says what the client did with its last answer.

    `search` says where the client looked for credentials after a refusal and why it sent none, if it did.
    """

    index: int
    decision: Decision
    status: int | None = None
    search: Decision | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a lookup ended, at which index (position in the search order) and with which status."""

    outcome: Outcome
    indexes: tuple[Index, ...]
    visits: tuple[Visit, ...]
    index: int | None = None
    status: int | None = None


class Lookup(NamedTuple):
    """The search for one project name: its exchanges in wire order, and its ending.

    `files` are the requests for files and their metadata that follow, where they were followed up, and `file_ending`
    is how that ended: a refused file ends the run, though the search found the project.
    """

    package: str
    exchanges: tuple[Exchange, ...]
    keyring: tuple[KeyringCall, ...]
    ending: Ending
    files: tuple[Exchange, ...] = ()
    file_ending: Ending | None = None

    @property
    def file_fault(self) -> Decision | None:
        """Return why the file could not be fetched, or None where it could or nobody tried."""
        ending = self.file_ending
        return ending.visits[-1].decision if ending and ending.outcome is Outcome.FAILED else None

    @property
    def faulty_file(self) -> Exchange | None:
        """Return the last request for the file that could not be fetched, or None where there is none."""
        return self.files[-1] if self.files and self.file_fault is not None else None

    def exchanges_of(self, index: int) -> list[tuple[int, Exchange]]:
        """Return the exchanges with one index, each with its position in wire order."""
        return [(n, exchange) for n, exchange in enumerate(self.exchanges) if exchange.request.index == index]

    def visit_of(self, index: int) -> Visit | None:
        """Return what became of one index, or None where it was never asked."""
        return next((visit for visit in self.ending.visits if visit.index == index), None)


def wire_of(lookup: Lookup) -> tuple[object, ...]:
    """Return what tells two lookups apart: every exchange with its answer, the keyring calls, the ending, the files."""
    return (
        lookup.ending.outcome,
        lookup.ending.index,
        lookup.file_fault,
        *((one.request.url, one.answer.account, one.answer.status) for one in lookup.exchanges),
        *((call.request.service, call.request.username) for call in lookup.keyring),
        *((one.request.method, one.request.url, one.answer.account, one.answer.status) for one in lookup.files),
    )


class Client(NamedTuple):
    """A package manager at a version. `modelled_as` is the nearest modelled one where `version` is not."""

    name: str
    version: str
    verified: bool
    modelled_as: str | None = None

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


_SEEN: Final = frozenset({"explain", "trace"})


class Trace(NamedTuple):
    """All lookups of one run of one client, and the plan that they followed.

    `source` is the command that made it; `scenario` the id of the world that answered, if one did. `doubt` says what
    the client's source leaves open, and `others` are the lookups as they go if it is taken the other way. `overview`
    is what the client makes of the configuration before it asks anything.

    A trace of a log has no configuration: its plan holds what the log shows. `unknown` says what the log does not
    tell, and which command would show it; `secrets` are what looked secret anywhere in the log, or among
    the variables of a check. `from_log` says the same of a traced command, whose configuration is known.
    """

    source: str
    client: Client
    plan: Plan
    lookups: tuple[Lookup, ...]
    scenario: str | None = None
    doubt: str | None = None
    others: tuple[Lookup, ...] = ()
    overview: Overview = NOTHING_CONFIGURED
    unknown: tuple[str, ...] = ()
    secrets: frozenset[Credential] = frozenset()
    from_log: bool = False

    @property
    def strategy(self) -> str:
        """Return the name of the strategy; a log does not tell the unsafe ones apart."""
        if not self.has_configuration and self.plan.strategy not in {Strategy.FIRST_INDEX, Strategy.ALL_INDEXES}:
            return "unsafe-first-match or unsafe-best-match"
        return self.plan.strategy.value

    @property
    def is_of_a_log(self) -> bool:
        """Say whether the trace was rebuilt from a log, so that what it lacks may still have been there."""
        return self.from_log or self.source == "explain"

    @property
    def has_configuration(self) -> bool:
        """Say whether the plan is the client's whole configuration; what was only seen of a client has none."""
        return self.source not in _SEEN or bool(self.overview.indexes)
