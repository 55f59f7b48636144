"""What a rule is, and what most rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from idxdoctor.diagnosis.finding import Finding, Fix, Severity
from idxdoctor.diagnosis.provider import Recognition
from idxdoctor.diagnosis.providers import Providers
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import REFUSALS, Exchange, Gap
from idxdoctor.model.overview import Remark
from idxdoctor.model.plan import Index
from idxdoctor.model.secret import MASK
from idxdoctor.model.trace import Ending, Lookup, Trace, Visit
from idxdoctor.model.versions import release_number

Need: TypeAlias = Literal["configuration", "answers", "usernames"]
_ALL: Final[frozenset[Need]] = frozenset({"configuration", "answers", "usernames"})


class Case(NamedTuple):
    """What a rule judges: one lookup, the trace that it is part of, the time (seconds since 1970), who is who."""

    lookup: Lookup
    trace: Trace
    now: float
    providers: Providers

    @property
    def ending(self) -> Ending:
        """Return how the lookup ended."""
        return self.lookup.ending

    def index_of(self, exchange: Exchange) -> Index:
        """Return the index for which a request was made."""
        return self.ending.indexes[exchange.request.index]

    def provider_of(self, position: int) -> Recognition | None:
        """Return who provides an index, by its position in the search order, as far as that shows."""
        return self.providers.of(self.ending.indexes[position])

    def is_older_than(self, client: str, version: str) -> bool:
        """Say whether the lookup is that of a client at a release before `version`."""
        own = self.trace.client
        return own.name == client and release_number(own.modelled_as or own.version) < release_number(version)

    @property
    def has(self) -> frozenset[Need]:
        """Return what rules may conclude from: a log lacks the configuration, headers and pages, some usernames."""
        if not self.trace.is_of_a_log:
            return _ALL if self.trace.has_configuration else _ALL - {"configuration"}
        sent = (exchange.request.credential for exchange in self.lookup.exchanges)
        hidden = any(credential is not None and credential.username == MASK for credential in sent)
        known: set[Need] = {"configuration"} if self.trace.has_configuration else set()
        return frozenset(known if hidden else known | {"usernames"})

    def shows(self, evidence: Evidence, besides: frozenset[Gap]) -> bool:
        """Say whether all that the evidence rests on is known but for some gaps, which logs leave in requests."""
        return not any(self.lookup.exchanges[position].gaps - besides for position in evidence.exchanges)

    def remarks(self, *codes: str) -> Iterator[Remark]:
        """Return what does not do what it seems to in the configuration, of these kinds."""
        return (remark for remark in self.trace.overview.remarks if remark.code in codes)


class Evidence(NamedTuple):
    """What a rule found: a sentence on this case, the exchanges that prove it, and what mends it, safest first.

    `files` are the requests for files that prove it, as positions in `lookup.files`.
    """

    text: str
    exchanges: tuple[int, ...]
    fixes: tuple[Fix, ...] = ()
    files: tuple[int, ...] = ()


class Rule(NamedTuple):
    """A named cause: a code that never changes its meaning, and how the cause is told from a lookup.

    `told` says in words what `find` looks at, `remedies` what helps, by client: it speaks of these clients alone.
    `instead_of` are the codes of rules that say less of the same exchanges; they are silent where this one speaks.
    `needs` is what it concludes from that a log may lack, where it is silent then. `only_in_logs` says that it is about
    what a log alone can show or hide, `only_in_checks` that it is about what only a check shows: a lock file, a run's
    time. `whoever_asked` says that nothing in it hangs on whose credentials a request had.
    """

    code: str
    severity: Severity
    title: str
    means: str
    find: Callable[[Case], Iterator[Evidence]]
    told: str
    remedies: Mapping[str, str] = MappingProxyType({})
    sources: tuple[str, ...] = ()
    instead_of: frozenset[str] = frozenset()
    needs: frozenset[Need] = frozenset()
    only_in_logs: bool = False
    only_in_checks: bool = False
    whoever_asked: bool = False

    def findings(self, case: Case) -> Iterator[Finding]:
        """Return what the rule says of one lookup, where it is about its client and that has what it needs."""
        if case.trace.client.name not in self.remedies or not self.needs <= case.has:
            return
        besides = frozenset({Gap.WHO}) if self.whoever_asked else frozenset[Gap]()
        for evidence in self.find(case):
            if self.only_in_logs or case.shows(evidence, besides):
                yield Finding(self.code, self.severity, self.title, *evidence)


class Refusal(NamedTuple):
    """An index that answered 401 or 403 in the end, with its last exchange."""

    visit: Visit
    position: int
    exchange: Exchange


def refusals(lookup: Lookup) -> Iterator[Refusal]:
    """Return the indexes that refused, in search order."""
    for visit in lookup.ending.visits:
        exchanges = lookup.exchanges_of(visit.index)
        if visit.status in REFUSALS and exchanges:
            yield Refusal(visit, *exchanges[-1])


def refused_credentials(lookup: Lookup, status: int) -> Iterator[tuple[Refusal, Credential]]:
    """Return the indexes that answered complete credentials with `status`, 401 or 403, and the credentials."""
    for refusal in refusals(lookup):
        credential = refusal.exchange.request.credential
        if refusal.visit.status == status and credential is not None and credential.is_complete:
            yield refusal, credential


def ends_with(code: str, *names: str) -> bool:
    """Say whether a decision's code, such as `uv.refused`, has one of the names after the client's."""
    return code.partition(".")[2] in names
