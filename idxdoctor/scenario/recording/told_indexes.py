"""The indexes that a log shows, as somebody may have configured them for it to come out so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Exchange, Send
from idxdoctor.model.plan import Index
from idxdoctor.model.secret import Secret
from idxdoctor.model.trace import Lookup, Outcome, Visit
from idxdoctor.model.url import Url
from idxdoctor.scenario.recording.hidden import IN_URL, is_at_line

_KNOWN: Final = frozenset({"uv.known-for-url", "uv.username-known"})
_NEVER: Final = frozenset({"uv.never", "uv.never-but-url"})
_LACKING: Final = frozenset({"uv.missing-credentials", "uv.incomplete-credentials"})
_SEARCHED: Final = frozenset({"uv.fetched-credentials", "uv.realm-credentials", "uv.index-credentials"})
_LENT: Final = frozenset({"uv.known-for-url", "uv.realm-credentials", "uv.password-found"})


class Defined(NamedTuple):
    """An index as it is configured: its URL, the rest of its table, and what variables named after it give."""

    name: str
    url: Url
    options: dict[str, Any]
    variables: Credential | None = None


class Configured(NamedTuple):
    """All indexes, the default last, and by package the name of the index that a source pins it to."""

    indexes: tuple[Defined, ...]
    pins: dict[str, str]


def configured(lookups: tuple[Lookup, ...]) -> Configured:
    """Return what the lookups of a log, completed, follow from.

    The longest search is over all indexes; a package that was looked for elsewhere is pinned. An index whose
    credentials were lent to another and that was never asked is an explicit one.
    """
    services = {call.request.service for lookup in lookups for call in lookup.keyring}
    in_vain = {call.request.username for lookup in lookups for call in lookup.keyring if not call.answered}
    broken = any(lookup.ending.outcome is Outcome.FAILED for lookup in lookups)
    orders = {lookup.package: _order(lookup, broken=broken) for lookup in lookups if lookup.ending.indexes}
    common = max(orders.values(), key=len, default=())
    defined = [
        _defined(f"index-{position + 1}", index, [*_visitors(lookups, common, position)], in_vain)
        for position, index in enumerate(common)
    ]
    pins: dict[str, str] = {}
    elsewhere: list[Defined] = []
    for package, order in orders.items():
        if order == common:
            continue
        known = [one for one in (*elsewhere, *defined) if one.url.bare() == order[-1].url.bare()]
        if not known:
            number = len(defined) + len(elsewhere) + 1
            visitors = [*_visitors(lookups, order, len(order) - 1)]
            pinned = _defined(f"index-{number}", order[-1], visitors, in_vain)
            known = [pinned._replace(options=pinned.options | {"explicit": True})]
            elsewhere += known
        pins[package] = known[0].name
    lenders = _lenders(lookups, [*elsewhere, *defined], in_vain)
    return Configured(tuple(_spelled(one, services) for one in (*lenders, *elsewhere, *defined)), pins)


def _order(lookup: Lookup, *, broken: bool) -> tuple[Index, ...]:
    """Return the indexes of a search; one that found nothing at the first, and ended there, had no other."""
    ended_at_first = lookup.ending.outcome is Outcome.NOT_FOUND and len(lookup.ending.visits) == 1
    return lookup.ending.indexes[:1] if ended_at_first and not broken else lookup.ending.indexes


def _spelled(one: Defined, services: set[str]) -> Defined:
    """Return an index with the slash at its end that the keyring was asked with."""
    if f"{one.url.bare().reveal()}/" not in services:
        return one
    return one._replace(url=replace(one.url, path=f"{one.url.path}/"))


def _visitors(lookups: tuple[Lookup, ...], order: tuple[Index, ...], position: int) -> Iterator[tuple[Lookup, int]]:
    """Return the lookups that went through this order, each with the position of the index in it."""
    for lookup in lookups:
        indexes = lookup.ending.indexes
        if indexes and indexes == order[: len(indexes)]:
            yield lookup, position


def _defined(name: str, index: Index, visitors: list[tuple[Lookup, int]], in_vain: set[str | None]) -> Defined:
    """Return an index as it is configured; `in_vain` are users for whom the keyring was asked and knew nothing."""
    exchanges = [exchange for lookup, position in visitors for _, exchange in lookup.exchanges_of(position)]
    visits = [visit for lookup, position in visitors if (visit := lookup.visit_of(position))]
    first = min(exchanges, key=lambda one: one.line or 0, default=None)
    options = dict(_options(exchanges, visits, first))
    bare = index.url.bare()
    if first is None or first.request.credential is None:
        return Defined(name, bare, options)
    credential, code = first.request.credential, first.request.decision.code
    if code in IN_URL:
        lone = code in {"uv.username-only", "uv.password-found"}
        own = code == "uv.password-found" and is_at_line(credential) and credential.username not in in_vain
        known = credential if own else None
        return Defined(name, _with_userinfo(bare, credential, lone=lone), options, known)
    return Defined(name, bare, options, credential if code in _KNOWN and is_at_line(credential) else None)


def _options(exchanges: list[Exchange], visits: list[Visit], first: Exchange | None) -> Iterator[tuple[str, Any]]:
    codes = {exchange.request.decision.code for exchange in exchanges}
    lacking = any(visit.decision.code in _LACKING for visit in visits)
    if codes & _NEVER:
        yield "authenticate", "never"
    elif lacking or (first is not None and first.request.decision.code in _SEARCHED):
        yield "authenticate", "always"
    ignored = {visit.status for visit in visits if visit.decision.code == "uv.ignored-status" and visit.status}
    if ignored:
        yield "ignore-error-codes", sorted(ignored)


def _lenders(lookups: tuple[Lookup, ...], defined: list[Defined], in_vain: set[str | None]) -> Iterator[Defined]:
    """Return indexes that were never asked, whose credentials, or username, were sent to others on their host.

    A password for which the keyring was asked first, in vain, is not that of the index itself, nor is one that was
    found for a user whom a redirect names.
    """
    sent = [pair for lookup in lookups for pair in _sent(lookup)]
    led_to = {one.redirect.bare() for lookup in lookups for one in lookup.exchanges if one.redirect is not None}
    seen = {one.variables.provenance.label for one in defined if one.variables is not None}
    seen |= {
        request.credential.provenance.label
        for request, is_first in sent
        if request.credential is not None
        and is_first
        and request.decision.code in IN_URL
        and not (request.decision.code == "uv.password-found" and request.credential.username in in_vain)
        and not (request.decision.code == "uv.password-found" and request.url in led_to)
    }
    for request, is_first in sent:
        credential = request.credential
        if credential is None or not is_at_line(credential) or credential.provenance.label in seen:
            continue
        if request.decision.code in _LENT or (request.decision.code == "uv.username-only" and not is_first):
            seen.add(credential.provenance.label)
            url = Url.parse(f"{request.url.origin}/elsewhere/repo-{len(seen)}/simple")
            yield Defined(f"lender-{len(seen)}", url, {"explicit": True}, credential)


def _sent(lookup: Lookup) -> Iterator[tuple[Send, bool]]:
    """Return the requests of a lookup, each with whether it is the first for its URL."""
    asked: set[Url] = set()
    for exchange in (*lookup.exchanges, *lookup.files):
        yield exchange.request, exchange.request.url not in asked
        asked.add(exchange.request.url)


def _with_userinfo(url: Url, credential: Credential, *, lone: bool) -> Url:
    password = None if lone or credential.password is None else Secret(quote(credential.password.reveal(), safe=""))
    return replace(url, username=quote(credential.username or "", safe=""), password=password)
