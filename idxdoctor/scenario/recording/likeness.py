"""What must be the same in a check and in the replay of its record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from idxdoctor.model.exchange import Exchange, Failure
from idxdoctor.model.secret import Secret
from idxdoctor.model.trace import Lookup, Trace
from idxdoctor.scenario.recording.pseudonyms import Pseudonyms


class Point(NamedTuple):
    """One thing that a trace says: what it is about, in words, and the value, of which nothing is shown."""

    about: str
    value: object


def points_of(trace: Trace, codes: Sequence[Iterable[str]], names: Pseudonyms | None) -> list[Point]:
    """Return what a trace says, under made-up names where there are `names`; `codes` are each lookup's findings."""
    return [
        point
        for lookup, found in zip(trace.lookups, codes, strict=True)
        for point in _of_lookup(lookup, sorted(found), names)
    ]


def first_difference(one: Sequence[Point], other: Sequence[Point]) -> str | None:
    """Say where two traces differ first, or return None where they do not."""
    for left, right in zip_longest(one, other):
        if left != right:
            return (left or right).about
    return None


def _of_lookup(lookup: Lookup, codes: list[str], names: Pseudonyms | None) -> Iterator[Point]:
    package = lookup.package
    if names is not None and not package.startswith("-"):
        package = names.package(package)
    for position, exchange in enumerate(lookup.exchanges, start=1):
        yield from _of_exchange(f"{package}, request {position}", exchange, names)
    yield Point(f"{package}: the number of requests", len(lookup.exchanges))
    for call in lookup.keyring:
        service, username = call.request.service, call.request.username
        if names is not None:
            service, username = names.service(service), username and names.username(username)
        yield Point(f"{package}: a call of the keyring", (service.rstrip("/"), username, call.answered))
    ending = lookup.ending
    for index in ending.indexes:
        url = index.url if names is None else names.url(index.url)
        yield Point(f"{package}: the indexes in search order", url)
    for visit in ending.visits:
        codes_of = (visit.index, visit.decision.code, visit.status, visit.search and visit.search.code)
        yield Point(f"{package}: what is made of index {visit.index + 1}", codes_of)
    yield Point(f"{package}: how the search ends", (ending.outcome, ending.index, ending.status))
    yield Point(f"{package}: the findings", tuple(codes))


def _of_exchange(about: str, exchange: Exchange, names: Pseudonyms | None) -> Iterator[Point]:
    request, answer, redirect = exchange.request, exchange.answer, exchange.redirect
    credential = request.credential
    sent = None if credential is None else (credential.username or "", credential.password or Secret(""))
    url = request.url
    if names is not None:
        url, redirect = names.url(url), redirect and names.url(redirect)
        if credential is not None:
            username, password = names.credential(credential)
            sent = username or "", Secret(password or "")
    yield Point(f"{about}: its URL", url.reveal())
    yield Point(f"{about}: its credentials", (sent, None if credential is None else credential.bearer))
    yield Point(f"{about}: why it is made", (request.decision.code, request.attempt, request.method))
    failure = Failure.CONNECT if answer.failure is Failure.NAME else answer.failure
    yield Point(f"{about}: its answer", (answer.status, failure))
    yield Point(f"{about}: where it is sent on to", redirect and (redirect.reveal(), redirect.username))
