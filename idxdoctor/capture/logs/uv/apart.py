"""What follows a redirect that may be the answer to several requests: kept apart until the log tells whose it was.

uv names only where a redirect leads. Whose it was follows when all other requests that waited then got another answer,
or when a message names both a fetch and the URL at which it ended. At the end of the log several may be left: then
answers are taken to come in the order of the requests, which is said to be inferred, and which status was whose is not
known.
"""

from __future__ import annotations

from dataclasses import replace

from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Asked, Fetch
from idxdoctor.capture.logs.uv.waiting import refusal_is_told, success_is_told
from idxdoctor.clients.uv import reasons
from idxdoctor.clients.uv.request import Hop
from idxdoctor.model.exchange import MAY_REFUSE, Gap, Witness
from idxdoctor.model.url import Url


def keep_apart(run: UvRun, candidates: list[Fetch], target: Url, status: int | None, line: int) -> None:
    """Keep what follows a redirect apart until it is known whose it is."""
    apart = Fetch(line, target.bare())
    apart.candidates, apart.status = [Asked(fetch, fetch.last) for fetch in candidates], status
    first = candidates[0].last
    apart.hop = Hop(candidates[0].at, first.credential if first else None, run.before.crosses)
    apart.given = candidates[0].given if run.behaviours.leaks_across_origins else None
    run.begin(apart)
    run.apart.append(apart)
    if any(fetch.last is None or Gap.WHO in fetch.last.gaps for fetch in candidates):
        run.unseen(apart, line)


def settle(run: UvRun) -> None:
    """Join each redirect to the request that it answers, where that is known by now."""
    for apart in tuple(run.apart):
        left = _left(run, apart)
        if len(left) == 1:
            _join(run, left[0], apart)
            settle(run)
            return


def settle_the_rest(run: UvRun) -> None:
    """Join the redirects of which the log does not tell whose they were to the likeliest request, and say so."""
    settle(run)
    run.unclear_redirects = run.unclear_redirects or bool(run.apart)
    for apart in run.apart:
        apart.candidates = _left(run, apart) or apart.candidates
    for fetch in {id(one): one for apart in run.apart for one in (apart, *_fetches(apart))}.values():
        _doubt(fetch)
    while run.apart:
        apart = run.apart[0]
        open_ = [asked for asked in apart.candidates if not asked.was_redirected]
        _join(run, max(open_ or apart.candidates, key=lambda asked: _likeness(asked.fetch, apart)), apart)


def _fetches(apart: Fetch) -> list[Fetch]:
    return [asked.fetch for asked in apart.candidates]


def _left(run: UvRun, apart: Fetch) -> list[Asked]:
    """Return the requests that a redirect may have been the answer to, by what the log has told so far."""
    left = [asked for asked in apart.candidates if _may_be_redirected(run, asked, apart)]
    named = [fetch for fetch in _roots(apart) if fetch.ended_at(apart.at, apart.line)]
    return [asked for asked in left if set(map(id, named)) <= set(map(id, _roots(asked.fetch)))]


def _roots(fetch: Fetch) -> list[Fetch]:
    """Return the fetches of pages and files that one may be a part of: itself, or those of its candidates."""
    if not fetch.candidates:
        return [fetch]
    return [root for asked in fetch.candidates for root in _roots(asked.fetch)]


def _may_be_redirected(run: UvRun, asked: Asked, apart: Fetch) -> bool:
    """Say whether a request may have been answered with a redirect, by what the log tells of the end of its fetch."""
    if asked.was_redirected:
        return False
    if not asked.ended_after(apart.line):
        return asked.is_open
    through = _through(run, apart)
    if asked.fetch.end_at is not None:
        return any(one.at.bare().reveal() == asked.fetch.end_at for one in through)
    return any(_may_have_ended_behind(asked, one) for one in through)


def _through(run: UvRun, apart: Fetch) -> list[Fetch]:
    """Return a redirect, and those to which the answer behind it may have led on."""
    onward = [other for other in run.apart if any(asked.fetch is apart for asked in other.candidates)]
    return [apart, *(further for other in onward for further in _through(run, other))]


def _may_have_ended_behind(asked: Asked, apart: Fetch) -> bool:
    """Say whether the end of a fetch may be that of a redirect, where the log does not say at which URL it was.

    A refusal of what was asked without credentials would have been told, and a success of what was asked with new ones,
    so without a word the end was none.
    """
    request, last = asked.request, apart.last
    if (asked.fetch.ended or 0) <= apart.heard or request is None or last is None:
        return last is None
    if last.status is not None:
        return request.status == last.status
    if request.status in MAY_REFUSE:
        return not refusal_is_told(last)
    return last.passed or not success_is_told(apart)


def _likeness(fetch: Fetch, apart: Fetch) -> tuple[bool, bool, bool, int]:
    crosses = apart.hop is not None and apart.hop.crosses
    leads_back = fetch.url.origin == apart.url.origin
    return fetch.is_named_as(apart.url), (fetch.at.origin != apart.url.origin) == crosses, leads_back, -fetch.line


def _doubt(fetch: Fetch) -> None:
    """Leave open with which status the last request of a fetch was answered; that of the fetch as a whole is kept."""
    last = fetch.last
    if last is not None:
        fetch.end, last.status = last.status, None
        last.gaps.add(Gap.STATUS)
        last.evidence = Witness.INFERRED


def _take_along(fetch: Fetch, apart: Fetch) -> None:
    """Let the header of a fetch have gone along with its redirect."""
    for one in apart.sent:
        if one.credential is not None and one.credential == apart.given and fetch.given is not None:
            one.credential = fetch.given
    apart.given = apart.given and fetch.given


def _is_the_end(run: UvRun, fetch: Fetch, apart: Fetch) -> bool:
    """Say whether a fetch ended with the last request behind a redirect, and no other redirect may have led on."""
    if apart.last is None or apart.last.answered or fetch.end_at not in {None, apart.at.bare().reveal()}:
        return False
    return not any(asked.sent is apart.last for other in run.apart for asked in other.candidates)


def _join(run: UvRun, asked: Asked, apart: Fetch) -> None:
    """Let a fetch have gone on where its answer led."""
    fetch = asked.fetch
    sent = asked.request or run.unseen(fetch, apart.line)
    place = next(place for place, one in enumerate(fetch.sent, start=1) if one is sent)
    goes_on = place == len(fetch.sent)
    if asked.ended_after(apart.line):
        fetch.end = fetch.end or sent.status
    is_doubtful = sent.evidence is Witness.INFERRED and Gap.STATUS in sent.gaps
    if is_doubtful:
        sent.redirect = apart.url
    else:
        sent.lead(apart.status, apart.url)
    hop = Hop(sent.url, sent.credential, apart.hop is not None and apart.hop.crosses)
    for one in apart.sent[:1]:
        if one.credential is None and Gap.WHO not in one.gaps:
            one.decision = reasons.anonymous(replace(run.request(apart), hop=hop))
    if run.behaviours.leaks_across_origins:
        _take_along(fetch, apart)
    last = apart.last
    if last is not None and fetch.end is not None and _is_the_end(run, fetch, apart):
        last.answer(fetch.end)
    fetch.sent[place:place] = apart.sent
    run.joined(fetch, apart)
    if goes_on:
        fetch.go_on_as(apart)
        fetch.hop = hop
    fetch.stopped, fetch.fault = fetch.stopped or apart.stopped, fetch.fault or apart.fault
    fetch.fatal = fetch.fatal or apart.fatal
