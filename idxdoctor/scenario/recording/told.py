"""A log's trace with what the log leaves open put in, so that a world can be made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from idxdoctor.clients.simple_page import HTML_TYPES
from idxdoctor.model.credential import Provenance, shown_service
from idxdoctor.model.exchange import Answer, Decision, Exchange, Gap, Send, Witness
from idxdoctor.model.secret import MASK, Secret
from idxdoctor.model.trace import Lookup, Outcome, Trace
from idxdoctor.model.url import Url
from idxdoctor.scenario.pages import simple_page
from idxdoctor.scenario.recording.answers import full_text
from idxdoctor.scenario.recording.hidden import Disclosed

KEYRING: Final = "the keyring"
_OLDER: Final = ("0.1",)
_NEWER: Final = ("1.0",)
_GOOD, _REDIRECT, _UNMODIFIED, _PASSING, _REFUSED = 200, 302, 304, 503, 401
_METADATA: Final = ".metadata"
_KEPT: Final = "uv.page-known"


def told_by(
    lookups: tuple[Lookup, ...], *, lists_nothing: bool = False, with_unsent: bool = True, one_each: bool = True
) -> tuple[Lookup, ...]:
    """Return a log's lookups with nothing open.

    With `lists_nothing` a page of which no file was fetched lists none; without `with_unsent` requests that were only
    announced are left out; with `one_each` each user of a server has one password.
    """
    lookups = tuple(map(_with_kept, lookups))
    disclosed = Disclosed(lookups, one_each=one_each)
    told = (_completed(lookup, disclosed, lists_nothing) for lookup in lookups)
    if with_unsent:
        return tuple(told)
    return tuple(_sent_for_sure(lookup, done) for lookup, done in zip(lookups, told, strict=True))


def _with_kept(lookup: Lookup) -> Lookup:
    """Return the lookup with a request for each page that was taken from the cache, since a replay has none."""
    kept = tuple(
        _asked_for(lookup, visit.index)
        for visit in lookup.ending.visits
        if visit.decision.code == _KEPT and not lookup.exchanges_of(visit.index)
    )
    return lookup._replace(exchanges=(*lookup.exchanges, *kept))


def _asked_for(lookup: Lookup, position: int) -> Exchange:
    index = lookup.ending.indexes[position]
    why = Decision("uv.url-credentials" if index.credential else "uv.no-credentials-yet", "the page was cached")
    page = index.url.child(lookup.package).bare()
    last = max((exchange.line or 0 for exchange in lookup.exchanges), default=0)
    request = Send(page, index.credential, why, position)
    return Exchange(request, Answer(_GOOD), evidence=Witness.INFERRED, line=last + 1)


def _sent_for_sure(lookup: Lookup, done: Lookup) -> Lookup:
    pairs = zip(_with_kept(lookup).exchanges, done.exchanges, strict=True)
    return done._replace(exchanges=tuple(one for shown, one in pairs if not may_be_unsent(shown)))


def may_be_unsent(exchange: Exchange) -> bool:
    """Say whether a request may not have been made: it was announced when the run ended."""
    return exchange.evidence is Witness.INFERRED and Gap.STATUS in exchange.gaps and exchange.redirect is None


def _completed(lookup: Lookup, disclosed: Disclosed, lists_nothing: bool) -> Lookup:
    keyring = {call.request.username: call.request.service for call in lookup.keyring if call.answered}
    exchanges = [_known(exchange, disclosed, keyring) for exchange in lookup.exchanges]
    files = tuple(_answered_file(_known(exchange, disclosed, keyring)) for exchange in lookup.files)
    done = [_answered(lookup, position, exchanges, lists_nothing=lists_nothing) for position in range(len(exchanges))]
    return lookup._replace(exchanges=tuple(done), files=files)


def _known(exchange: Exchange, disclosed: Disclosed, keyring: dict[str | None, str]) -> Exchange:
    """Put in what the log hides of who is sent, and where it is sent on to."""
    credential = exchange.request.credential
    if credential is None:
        return exchange
    known = disclosed.of(credential)
    if known.provenance.label == KEYRING:
        service = keyring.get(known.username) or keyring.get(None)
        if service is not None:
            known = replace(known, provenance=Provenance(f"keyring, {shown_service(service)}"))
    return exchange._replace(request=replace(exchange.request, credential=known))


def _answered(lookup: Lookup, position: int, exchanges: list[Exchange], *, lists_nothing: bool) -> Exchange:
    """Put in the answer: its status, and the headers and body that make the client go on as it did."""
    exchange = exchanges[position]
    if exchange.redirect is not None:
        target = _with_userinfo(exchange.redirect, exchanges[position + 1 :])
        status = exchange.answer.status or _REDIRECT
        answer = Answer(status, {"location": full_text(target)})
        return exchange._replace(answer=answer, redirect=target)
    if exchange.answer.failure is not None:
        return exchange
    again = _again(lookup, position) if exchange.answer.status is None else None
    if again is not None and again.answer.failure is not None:
        return exchange._replace(answer=again.answer)
    status = exchange.answer.status or _assumed_status(lookup, position)
    if status in range(300, 400):
        return exchange._replace(answer=Answer(status, _unusable(lookup, exchange)))
    if status not in {_GOOD, _UNMODIFIED}:
        return exchange._replace(answer=Answer(status))
    return exchange._replace(answer=_page(lookup, position, lists_nothing))


def _unusable(lookup: Lookup, exchange: Exchange) -> dict[str, str]:
    """Return the headers of a redirect that the client did not follow."""
    visit = lookup.visit_of(exchange.request.index)
    return {"location": "https://[nowhere"} if visit and visit.decision.code == "uv.redirect-unusable" else {}


def _again(lookup: Lookup, position: int) -> Exchange | None:
    """Return the last of the requests that repeat one, if any does."""
    url = lookup.exchanges[position].request.url
    return next((one for one in reversed(lookup.exchanges[position + 1 :]) if one.request.url == url), None)


def _assumed_status(lookup: Lookup, position: int) -> int:
    """Return a status after which the client goes on as it did: asks again, ends, or takes the page."""
    if _again(lookup, position) is not None:
        return _PASSING
    visit = lookup.visit_of(lookup.exchanges[position].request.index)
    if visit is not None and visit.status is not None:
        return visit.status
    return _REFUSED if lookup.ending.outcome is Outcome.STOPPED else _GOOD


def _page(lookup: Lookup, position: int, lists_nothing: bool) -> Answer:
    exchange = lookup.exchanges[position]
    visit = lookup.visit_of(exchange.request.index)
    if visit is not None and visit.decision.code == "uv.not-a-page":
        return Answer(200, {"content-type": "text/plain"}, b"hello")
    is_last = position == max(n for n, _ in lookup.exchanges_of(exchange.request.index))
    at_end = exchange.request.index == lookup.ending.index
    files = [*_listed(lookup)] if is_last and at_end else []
    if files:
        links = "\n".join(_link(url, with_metadata) for url, with_metadata in files)
        return Answer(200, {"content-type": HTML_TYPES[1]}, links.encode())
    newer = at_end or lookup.ending.index is None
    versions = () if lists_nothing else _NEWER if newer else _OLDER
    content_type, body = simple_page(exchange.request.url, versions, None, False)
    return Answer(200, {"content-type": content_type}, body)


def _listed(lookup: Lookup) -> Iterator[tuple[str, bool]]:
    """Return the files of a lookup, and whether the page offers their metadata."""
    urls = [exchange.request.url.reveal() for exchange in lookup.files]
    offered = {url.removesuffix(_METADATA) for url in urls if url.endswith(_METADATA)}
    for url in dict.fromkeys(url.removesuffix(_METADATA) for url in urls):
        yield url, url in offered


def _link(url: str, with_metadata: bool) -> str:
    from html import escape

    offered = ' data-core-metadata="true"' if with_metadata else ""
    return f'<a href="{escape(url)}"{offered}>{escape(url.rpartition("/")[2])}</a>'


def _answered_file(exchange: Exchange) -> Exchange:
    """Put in the answer to a request for a file."""
    if exchange.answer.failure is not None:
        return exchange
    return exchange._replace(answer=replace(exchange.answer, status=exchange.answer.status or 200))


def _with_userinfo(target: Url, later: Iterable[Exchange]) -> Url:
    """Return where a redirect leads, with what its userinfo hides: the password, or a username that stands alone.

    Other indexes may have been asked before the client went on there.
    """
    credential = next((one.request.credential for one in later if one.request.url == target.bare()), None)
    if credential is None:
        return target
    if target.password is None:
        hidden = target.decoded_username == MASK
        return replace(target, username=quote(credential.username or "", safe="")) if hidden else target
    if credential.password is None or credential.username != target.decoded_username:
        return target
    return replace(target, password=Secret(quote(credential.password.reveal(), safe="")))


def assumed(trace: Trace) -> Iterator[str]:
    """Say what a scenario of the log has that the log does not show."""
    exchanges = [exchange for lookup in trace.lookups for exchange in lookup.exchanges]
    yield "where indexes and credentials are configured, what pages list, and 404 for what was not asked"
    if any(Gap.WHO in exchange.gaps for exchange in exchanges):
        yield "as whom some requests were sent: as nobody"
    if any(Gap.STATUS in exchange.gaps for exchange in exchanges):
        yield "some statuses"
    kept = any(visit.decision.code == _KEPT for lookup in trace.lookups for visit in lookup.ending.visits)
    if kept:
        yield "that pages which were taken from the cache are asked for, and are there"
    if any(exchange.copy_age is not None for exchange in exchanges):
        yield "that nothing was cached, so that no page is asked for only if it is newer"
    if len(trace.lookups) > 1:
        yield "that packages are looked for one after the other, where they were under way at once"
