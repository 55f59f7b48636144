"""The trace of what was seen on the wire: in the words of the client's model where there is one, and it fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from idxdoctor.capture.answering.seen import CONNECT, Seen
from idxdoctor.capture.tracing.configured import configuration, credentials_of, named
from idxdoctor.capture.tracing.followed import Followed, follow, taken_for
from idxdoctor.capture.tracing.observed import seen_in
from idxdoctor.capture.tracing.pages import FLAT, Sorted, sort
from idxdoctor.clients.registry import is_modelled, model_of
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.credential import Credential, Provenance
from idxdoctor.model.errors import InputError
from idxdoctor.model.exchange import REFUSALS, Decision, Exchange, Send
from idxdoctor.model.overview import Overview
from idxdoctor.model.plan import Index, Plan
from idxdoctor.model.trace import Client, Ending, Lookup, Outcome, Trace, Visit
from idxdoctor.model.url import Url

_UNKNOWN: Final = "(unknown)"
"""Stands for the package where no connection got so far that one was asked for."""
_AS_SEEN: Final = Decision("wire.seen", "as seen on the wire")


def trace_of_wire(
    events: Sequence[Mapping[str, Any]], client: Client, here: Surroundings, status: int
) -> tuple[Trace, tuple[Seen, ...]]:
    """Return the trace of a command that ended with `status`, and the requests that are about no package."""
    seen = seen_in(events)
    configured = _configuration(client, here)
    if configured is None:
        requests = sort(seen, None)
        followed = Followed({}, tuple(requests.of_pages))
        plan = Plan(tuple(_indexes_of(requests)))
        told = _Told(client, plan, plan.defined, followed, requests, status, expected=False)
        return Trace("trace", client, plan, told.lookups()), requests.rest
    plan, overview = configured
    requests = sort(seen, plan)
    packages = requests.packages() or _wanted(client, plan, here)
    followed = follow(client, plan, requests, packages, status) if packages else Followed({}, tuple(requests.of_pages))
    order = tuple(one.definition for one in overview.indexes if one.position is not None)
    told = _Told(client, plan, order, followed, requests, status, expected=bool(packages))
    trace = Trace("trace", client, plan, told.lookups(), doubt=told.doubt, overview=overview)
    return trace, requests.rest


def _configuration(client: Client, here: Surroundings) -> tuple[Plan, Overview] | None:
    """Return what a modelled client makes of its surroundings; None where that can't be told."""
    if not is_modelled(client.name):
        return None
    try:
        return configuration(client, here)
    except InputError:
        return None


def _wanted(client: Client, plan: Plan, here: Surroundings) -> list[str]:
    """Return what a project depends on: who was asked for where no connection got as far as a request."""
    return model_of(client.name).dependencies(here) if plan.project_command else []


def _indexes_of(requests: Sorted) -> Iterator[Index]:
    """Return the indexes that the first requests for pages show, in their order."""
    led = {one.redirect.bare() for one in requests.of_pages if one.redirect is not None}
    known: set[Url] = set()
    for one in requests.of_pages:
        root = replace(one.url, path=one.url.path.rstrip("/").rpartition("/")[0] + "/", query=None)
        if one.method != CONNECT and one.url not in led and root not in known:
            known.add(root)
            yield Index(root, Provenance("the wire"))


class _Told:
    """Puts together what the model tells and what it does not."""

    def __init__(
        self,
        client: Client,
        plan: Plan,
        order: tuple[Index, ...],
        followed: Followed,
        requests: Sorted,
        status: int,
        *,
        expected: bool,
    ) -> None:
        self._client = client
        self._known = list(credentials_of(plan))
        self._order = order
        self._followed = followed
        self._requests = requests
        self._failed = status != 0
        self._unexpected = followed.left[0] if expected and followed.left else None

    @property
    def doubt(self) -> str | None:
        """Say where the client did what its model does not."""
        one = self._unexpected
        if one is None:
            return None
        who = "nobody" if one.credential is None else self._credential(one)
        return (
            f"{self._client} did what its model does not expect: {one.method} {one.url} as {who}; "
            "from there on the wire alone is told"
        )

    def lookups(self) -> tuple[Lookup, ...]:
        """Return the lookups in the order in which they began, then those of which there are only files."""
        modelled = self._followed.lookups
        packages = self._requests.packages()
        names = dict.fromkeys([*(name for name in modelled if name not in packages), *packages])
        lookups = [self._lookup(name) for name in names or ([_UNKNOWN] if self._requests.failed else ())]
        found = Ending(Outcome.FOUND, (), ())
        only_files = [Lookup(name, (), (), found) for name in self._requests.files if name not in names]
        return tuple(self._with_files(lookup) for lookup in (*lookups, *only_files))

    def _lookup(self, package: str) -> Lookup:
        lookup = self._followed.lookups.get(package)
        known = () if lookup is None else lookup.exchanges
        pages = self._requests.pages.get(package, [])
        shared = self._requests.pages.get(FLAT, []) if [package] == self._requests.packages()[:1] else []
        left = [one for one in self._followed.left if one in (*pages, *shared) or self._has_failed_for(one, pages)]
        if lookup is not None and not left and lookup.ending.outcome is not Outcome.UNKNOWN:
            return lookup
        exchanges = list(known)
        for one in left:
            exchanges.append(self._exchange(one, self._position(one, exchanges)))
        calls = () if lookup is None else lookup.keyring
        return Lookup(package, tuple(exchanges), calls, self._ending(exchanges))

    def _has_failed_for(self, one: Seen, pages: list[Seen]) -> bool:
        """Say whether a connection failed that is to the server of one of these pages, or of who knows which."""
        return one.method == CONNECT and (not pages or any(page.url.origin == one.url.origin for page in pages))

    def _position(self, one: Seen, before: list[Exchange]) -> int:
        """Return the index that a request is for; what a redirect led to, for the one that was asked before."""
        name = one.url.segments[-1] if one.url.segments else ""
        found = (
            place
            for place, index in enumerate(self._order)
            if index.url.bare().child(name) == one.url or (one.method == CONNECT and index.url.origin == one.url.origin)
        )
        return next(found, before[-1].request.index if before else 0)

    def _exchange(self, one: Seen, position: int) -> Exchange:
        method = "GET" if one.method == CONNECT else one.method
        decision = _AS_SEEN
        if one is self._unexpected:
            decision = Decision("wire.unexpected", f"the model of {self._client} does not expect this request")
        return Exchange(
            Send(one.url, self._credential(one), decision, position, method=method), taken_for(one), one.redirect
        )

    def _credential(self, one: Seen) -> Credential | None:
        return None if one.credential is None else named(one.credential, one.url, self._known)

    def _ending(self, exchanges: list[Exchange]) -> Ending:
        """Return the end as far as the answers show: found where the last one is a page."""
        last = {one.request.index: one.answer for one in exchanges}
        visits = tuple(
            Visit(
                place,
                Decision(
                    "wire.answered",
                    f"answered {answer.status}" if answer.status else "no answer was seen",
                ),
                answer.status,
            )
            for place, answer in last.items()
        )
        if not exchanges:
            return Ending(Outcome.UNKNOWN, self._order, ())
        place, status = exchanges[-1].request.index, exchanges[-1].answer.status
        if status is not None and status < 400:
            return Ending(Outcome.FOUND, self._order, visits, place, status)
        if status is None:
            return Ending(Outcome.FAILED, self._order, visits, place, None)
        if status in REFUSALS and self._failed:
            return Ending(Outcome.STOPPED, self._order, visits, place, status)
        return Ending(Outcome.NOT_FOUND, self._order, visits)

    def _with_files(self, lookup: Lookup) -> Lookup:
        files = tuple(self._exchange(one, 0) for one in self._requests.files.get(lookup.package, ()))
        status = files[-1].answer.status if files else None
        if status is None or status < 400 or not self._failed:
            return lookup._replace(files=files)
        refused = Decision("wire.file-refused", "the file could not be fetched")
        return lookup._replace(
            files=files, file_ending=Ending(Outcome.FAILED, (), (Visit(0, refused, status),), status=status)
        )
