"""What was seen of a client, told in the words of its configuration: which index, whose credentials, from where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from idxdoctor.clients.registry import model_of, model_version
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Decision, Exchange
from idxdoctor.model.overview import Overview
from idxdoctor.model.parts import KEEP, rebuilt
from idxdoctor.model.plan import Index, Plan
from idxdoctor.model.secret import MASK
from idxdoctor.model.trace import Client, Ending, Lookup, Trace, Visit
from idxdoctor.model.url import Url

_IN_LOG: Final = re.compile(r"the log, line \d+")


def with_configuration(trace: Trace, here: Surroundings) -> Trace:
    """Return a trace with the configuration that the client was run with.

    Raises `InputError` where that can't be read.
    """
    plan, overview = configuration(trace.client, here)
    words = _Words(plan, overview, trace)
    return trace._replace(
        plan=plan,
        overview=overview,
        lookups=tuple(words.of_lookup(lookup) for lookup in trace.lookups),
        unknown=tuple(text for text in trace.unknown if not text.startswith("the configuration")),
    )


def without_lines(trace: Trace) -> Trace:
    """Return a trace that names no line of the log, which the user does not have."""

    def renamed(part: object) -> object:
        named_so = isinstance(part, str) and _IN_LOG.search(part)
        return _IN_LOG.sub(f"{trace.client.name}'s log", str(part)) if named_so else KEEP

    return rebuilt(trace, renamed)


def configuration(client: Client, here: Surroundings) -> tuple[Plan, Overview]:
    """Return what a client makes of its surroundings. Raises `InputError` where these can't be read."""
    model = model_of(client.name)
    plan = model.read_plan(here)
    return plan, model.overview(plan, model_version(client), here.env)


def credentials_of(plan: Plan) -> Iterator[Credential]:
    """Return the credentials that a configuration gives, those of indexes first."""
    for index in (*plan.defined, *plan.pins.values(), *plan.find_links, *plan.project_indexes):
        if index.credential is not None:
            yield index.credential
    yield from (entry.credential for entry in plan.netrc)
    yield from (stored.credential for stored in plan.stored)
    if plan.hf_token is not None:
        yield plan.hf_token


class _Words:
    """The names that a configuration has for indexes and credentials."""

    def __init__(self, plan: Plan, overview: Overview, trace: Trace) -> None:
        self._known = list(credentials_of(plan))
        placed = [one for one in overview.indexes if one.position is not None]
        self._order = tuple(one.definition for one in placed)
        self._all = (*self._order, *plan.defined, *plan.pins.values(), *plan.find_links)
        self._labels = dict(self._renamed(trace))

    def _renamed(self, trace: Trace) -> Iterator[tuple[str, str]]:
        """Return by the label of a place in the log where that stands in the configuration."""
        for index in trace.plan.defined:
            yield str(index.provenance), str(self._index(index).provenance)
        for lookup in trace.lookups:
            for request in (one.request for one in (*lookup.exchanges, *lookup.files)):
                if request.credential is not None:
                    credential = named(request.credential, request.url, self._known)
                    yield str(request.credential.provenance), str(credential.provenance)

    def of_lookup(self, lookup: Lookup) -> Lookup:
        """Return a lookup in these words; the indexes that come after those seen were never asked."""
        positions = self._positions(lookup.ending.indexes)
        return lookup._replace(
            exchanges=tuple(self._exchange(one, positions) for one in lookup.exchanges),
            files=tuple(self._exchange(one, None) for one in lookup.files),
            ending=self._ending(lookup.ending, positions),
        )

    def _positions(self, indexes: tuple[Index, ...]) -> list[int] | None:
        """Return where indexes stand in the search order; None where they are another search's, as for a pin."""
        positions: list[int] = []
        for index in indexes:
            begin = positions[-1] + 1 if positions else 0
            place = next((n for n, one in enumerate(self._order) if n >= begin and _same(one.url, index.url)), None)
            if place is None:
                return None
            positions.append(place)
        return positions

    def _ending(self, ending: Ending, positions: list[int] | None) -> Ending:
        if positions is None:
            visits = tuple(self._visit(visit, visit.index) for visit in ending.visits)
            return replace(ending, indexes=tuple(map(self._index, ending.indexes)), visits=visits)
        visits = tuple(self._visit(visit, positions[visit.index]) for visit in ending.visits)
        at = None if ending.index is None else positions[ending.index]
        return replace(ending, indexes=self._order, visits=visits, index=at)

    def _index(self, index: Index) -> Index:
        return next((one for one in self._all if _same(one.url, index.url)), index)

    def _exchange(self, exchange: Exchange, positions: list[int] | None) -> Exchange:
        request = exchange.request
        place = request.index if positions is None else positions[request.index]
        credential = request.credential and named(request.credential, request.url, self._known)
        decision = self._decision(request.decision)
        return exchange._replace(request=replace(request, index=place, credential=credential, decision=decision))

    def _visit(self, visit: Visit, position: int) -> Visit:
        search = visit.search and self._decision(visit.search)
        return replace(visit, index=position, decision=self._decision(visit.decision), search=search)

    def _decision(self, decision: Decision) -> Decision:
        """Return a decision with the places in the log that it names replaced by those in the configuration."""
        text = _IN_LOG.sub(lambda at: self._labels.get(at[0], at[0]), decision.text)
        for one in self._known:
            text = text.replace(f"{MASK} ({one.provenance})", f"{one} ({one.provenance})")
        for place in _IN_LOG.findall(text):
            for one in self._known:
                text = text.replace(f"{one} ({place})", f"{one} ({one.provenance})")
        return decision._replace(text=text)


def named(seen: Credential, url: Url, known: Iterable[Credential]) -> Credential:
    """Return which known credential was sent with a request for `url`: the same one, or of the same user there.

    Where a log hides the user too, it is the only one that is known for the URL's origin.
    """
    kept = list(known)
    if seen in kept or not seen.is_hidden:
        return next((one for one in kept if one == seen), seen)
    there = [one for one in kept if one.is_complete and one.reach.covers(url.origin)]
    if seen.username == MASK:
        return there[0] if len(set(there)) == 1 else seen
    return next((one for one in there if one.username == seen.username), seen)


def _same(one: Url, other: Url) -> bool:
    return one.bare().reveal().rstrip("/") == other.bare().reveal().rstrip("/")
