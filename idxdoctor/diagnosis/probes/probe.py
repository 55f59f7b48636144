"""Probes: a few extra requests that tell look-alikes apart, chosen from a trace that leaves something open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.indexes import is_open
from idxdoctor.diagnosis.finding import Finding
from idxdoctor.diagnosis.probes.conclusion import concluded
from idxdoctor.diagnosis.probes.probed import Kind, Probe, ProbedIndex
from idxdoctor.diagnosis.probes.statuses import NO_ANSWER, Statuses
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.exchange import Decision, Send
from idxdoctor.model.secret import Secret
from idxdoctor.model.trace import Lookup, Outcome, Trace, Visit
from idxdoctor.model.url import Origin, Url
from idxdoctor.transport.performer import Performer, redirect_of

NO_SUCH_NAME: Final = "idxdoctor-probe-no-such-package"
_AMBIGUOUS: Final = frozenset({401, 403, 404})
_MOST_REDIRECTS: Final = 5
_WITHOUT_ACCOUNTS: Final = frozenset(
    {
        "data.pyg.org",
        "download.pytorch.org",
        "files.pythonhosted.org",
        "pypi.anaconda.org",
        "pypi.nvidia.com",
        "storage.googleapis.com",
        "wheels.vllm.ai",
    }
)
_DECISION: Final = Decision("probe", "a probe")


def planned(trace: Trace, credentials: Callable[[Origin], Iterable[Credential]], known: str | None) -> Iterator[Probe]:
    """Return the probes for each index that refused or hid a package, in the order in which they are to be sent.

    `credentials` gives what is at hand for an origin; `known` is a package that the user says is there. Made-up
    credentials go to the index's own host alone, and never to a public one.
    """
    for lookup in trace.lookups:
        for visit in lookup.ending.visits:
            if _is_ambiguous(lookup, visit):
                yield from _for_index(trace, lookup, visit.index, credentials, known)


def _is_ambiguous(lookup: Lookup, visit: Visit) -> bool:
    """Say whether the answer can mean several things: a refusal, or a 404 with which the search did not end well."""
    index = lookup.ending.indexes[visit.index]
    if visit.status not in _AMBIGUOUS or is_open(index.url) or index.flat or not lookup.exchanges_of(visit.index):
        return False
    return visit.status != 404 or lookup.ending.outcome is not Outcome.FOUND


def _for_index(
    trace: Trace,
    lookup: Lookup,
    position: int,
    credentials: Callable[[Origin], Iterable[Credential]],
    known: str | None,
) -> Iterator[Probe]:
    root = lookup.ending.indexes[position].url.bare()
    own = _own(lookup, position, credentials)

    def probe(kind: Kind, name: str, credential: Credential | None) -> Probe:
        return Probe(lookup.package, position, kind, root.child(name), credential)

    yield probe(Kind.ANONYMOUS, lookup.package, None)
    if own is not None:
        yield probe(Kind.OWN, lookup.package, own)
    if root.host not in _WITHOUT_ACCOUNTS:
        yield probe(Kind.WRONG, lookup.package, _made_up(root.origin))
    yield probe(Kind.MISSING, NO_SUCH_NAME, own)
    there = known or _found_there(trace, root)
    if there is not None:
        yield probe(Kind.KNOWN, there, own)


def _own(lookup: Lookup, position: int, credentials: Callable[[Origin], Iterable[Credential]]) -> Credential | None:
    """Return the credentials that the index was asked with, else those at hand for its host."""
    origin = lookup.ending.indexes[position].url.origin
    sent = [one.request.credential for _, one in lookup.exchanges_of(position) if one.request.url.origin == origin]
    candidates = [*reversed(sent), *credentials(origin)]
    return next((one for one in candidates if one is not None and one.is_complete), None)


def _found_there(trace: Trace, root: Url) -> str | None:
    """Return another package that this run found at the index."""
    for lookup in trace.lookups:
        ending = lookup.ending
        found = ending.outcome is Outcome.FOUND and ending.index is not None
        if found and ending.indexes[ending.index or 0].url.bare() == root:
            return lookup.package
    return None


def _made_up(origin: Origin) -> Credential:
    return Credential("idxdoctor-probe", Secret("deliberately-wrong"), Provenance("made up"), Reach(origin))


def with_probes(run: Run, probes: Iterable[Probe], performer: Performer, announce: Callable[[Probe], None]) -> Run:
    """Return the run with what the probes were answered, and its findings settled by that as far as it goes."""
    answered: dict[tuple[str, int], list[tuple[Probe, int | None]]] = {}
    statuses: dict[tuple[Url, Credential | None], int | None] = {}
    for probe in probes:
        request = (probe.url, probe.credential)
        if request not in statuses:
            announce(probe)
            statuses[request] = _status(probe, performer, run.trace.plan.verifies(probe.url))
        answered.setdefault((probe.package, probe.position), []).append((probe, statuses[request]))
    probed = tuple(
        ProbedIndex(package, index, tuple(answers), concluded(_statuses(answers)))
        for (package, index), answers in answered.items()
    )
    findings = tuple(tuple(_settled(finding, lookup, probed) for finding in found) for lookup, found in run.diagnosed())
    return run._replace(findings=findings, probed=probed)


def _status(probe: Probe, performer: Performer, verifies: bool) -> int | None:
    """Return the status with which the probe ends.

    Redirects are followed within the index's origin and to the same name alone: one that leads elsewhere, such as to
    a page for signing in, is an answer by itself. `verifies` says that the server's certificate must be trusted, as
    the client wants it.
    """
    url = probe.url
    for _ in range(_MOST_REDIRECTS):
        answer = performer.send(Send(url, probe.credential, _DECISION, probe.position, verifies=verifies))
        target = redirect_of(url, answer)
        if target is None or target.origin != probe.url.origin or target.segments[-1:] != probe.url.segments[-1:]:
            break
        url = target.bare()
    return answer.status


def _statuses(answers: Iterable[tuple[Probe, int | None]]) -> Statuses:
    by_kind = {probe.kind: status or NO_ANSWER for probe, status in answers}
    return Statuses(*(by_kind.get(kind) for kind in Kind))


def _settled(finding: Finding, lookup: Lookup, probed: tuple[ProbedIndex, ...]) -> Finding:
    """Return the finding with the conclusion on its index, where there is one."""
    indexes = {lookup.exchanges[position].request.index for position in finding.exchanges}
    for one in probed:
        if one.conclusion and one.package == lookup.package and one.position in indexes:
            return finding._replace(settled=one.conclusion.text)
    return finding
