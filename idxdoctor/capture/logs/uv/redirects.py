"""uv's messages on redirects. They do not say whose answer it was, and several pages may be under way at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.urls import url_of
from idxdoctor.capture.logs.uv.run import Said, UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.clients.uv import reasons
from idxdoctor.clients.uv.request import Hop
from idxdoctor.model.exchange import Decision, Gap, Witness
from idxdoctor.model.url import Url

_FOLLOWED: Final = Decision("uv.redirect-followed", "a redirect led here, which the log does not show")
_TOLD_OF_SUCCESS = frozenset({"uv.url-credentials", "uv.redirect-kept", "uv.fetched-credentials"})
"""Requests of which uv says when they succeed, before it says that they are redirected."""


def crossing(run: UvRun, _: Said) -> None:
    """A redirect leaves the origin."""
    run.crosses = True


def some_redirect(run: UvRun, said: Said) -> None:
    """An answer leads elsewhere, in a release that calls every redirect 302: which status it was is not known."""
    if (last := redirect(run, said)) is not None:
        last.status = None
        last.gaps.add(Gap.STATUS)


def redirect(run: UvRun, said: Said) -> Sent | None:
    """An answer leads elsewhere. Where it may be that of several requests, the rest of the log tells."""
    target = url_of(said["url"])
    if target is None:
        return None
    candidates = [run.passed] if run.passed else _candidates(run, target)
    if len(candidates) > 1:
        _follow_apart(run, candidates, target, int(said["status"]), said.line)
        return None
    if not candidates:
        return None
    (fetch,) = candidates
    last = fetch.last if fetch.last and not fetch.anew else run.unseen(fetch, said.line)
    last.answer(int(said["status"]))
    last.redirect = target
    fetch.hop = Hop(last.url, last.credential, run.crosses or last.url.origin != target.origin)
    if not run.behaviours.leaks_across_origins:
        fetch.given = None
    run.move(fetch, target)
    if Gap.WHO in last.gaps:
        run.unseen(fetch, said.line)
    return last


def _candidates(run: UvRun, target: Url) -> list[Fetch]:
    """Return the fetches whose answer it may be; where some are of the project that the target names, only those."""
    waiting = [fetch for fetch in waiting_for(run) if not _would_be_told(fetch)]
    pages = [fetch for fetch in run.fetches if fetch.package is not None or fetch.candidates]
    named = [fetch for fetch in pages if fetch.url.segments[-1:] == target.segments[-1:]]
    if named:
        waiting = [fetch for fetch in waiting if fetch in named] or named
    if run.behaviours.leaks_across_origins:
        return waiting
    fitting = [fetch for fetch in waiting if _leaves(fetch.at, target) == run.crosses]
    return fitting or waiting


def _leaves(source: Url, target: Url) -> bool:
    """Say whether a redirect leaves the server: another host, or another port, be it that of another scheme."""
    return (source.origin.host, source.origin.port) != (target.origin.host, target.origin.port)


def _would_be_told(fetch: Fetch) -> bool:
    """Say whether uv tells of a good answer to the fetch's request: it does for credentials that are not cached yet."""
    last = fetch.last
    if last is None:
        return False
    found = last.decision.code == "uv.password-found" and fetch.place is not None
    return fetch.lone or found or last.decision.code in _TOLD_OF_SUCCESS


def _follow_apart(run: UvRun, candidates: list[Fetch], target: Url, status: int, line: int) -> None:
    """Keep what follows the redirect apart until it is known whose it is."""
    apart = Fetch(line, target.bare())
    apart.candidates, apart.status = candidates, status
    first = candidates[0].last
    apart.hop = Hop(candidates[0].at, first.credential if first else None, run.crosses)
    apart.given = candidates[0].given if run.behaviours.leaks_across_origins else None
    run.begin(apart)
    if any(fetch.last is None or Gap.WHO in fetch.last.gaps for fetch in candidates):
        run.unseen(apart, line)


def join_what_was_apart(run: UvRun) -> None:
    """Give each redirect that was kept apart to the request that it answers.

    Where a message names both a fetch and where it ended, that tells. Else several may be left. Then answers are taken
    to come in the order of the requests, which is said to be inferred, and which status was whose is not known.
    """
    apart = [fetch for fetch in run.fetches if fetch.candidates]
    owners: list[tuple[Fetch, Fetch]] = []
    unclear: list[Fetch] = []
    for one in apart:
        left = _owners(run, one, apart, owners)
        owners.append((one, max(left or one.candidates, key=lambda fetch: _likeness(fetch, one))))
        if len(left) != 1:
            unclear += [one, *(left or one.candidates)]
            run.unclear_redirects = True
    for fetch in {id(fetch): fetch for fetch in unclear}.values():
        _doubt(fetch)
    for one, owner in reversed(owners):
        run.fetches.remove(one)
        _join(run, owner, one)


def _owners(run: UvRun, apart: Fetch, others: list[Fetch], owners: list[tuple[Fetch, Fetch]]) -> list[Fetch]:
    """Return the candidates that the rest of the log leaves for a redirect, after the `owners` of earlier ones."""
    named = run.ends.get(apart.at.bare().reveal())
    if named in apart.candidates:
        before = [one for one, owner in owners if owner is named and one in apart.candidates]
        return before[-1:] or [named]
    through = _through(apart, others)
    ends = {one.at.bare().reveal() for one in through}
    elsewhere = {id(fetch) for url, fetch in run.ends.items() if url not in ends}
    linked = {id(fetch) for url, fetch in run.ends.items() if url in ends}
    taken = {id(owner): one.line for one, owner in owners}
    left = [fetch for fetch in apart.candidates if id(fetch) not in elsewhere - linked and _asks_again(fetch, taken)]
    left = [fetch for fetch in left if fetch.ended is None or fetch.ended > apart.heard]
    ended = _same_end(left, apart, through)
    return [fetch for fetch in left if _is_open(fetch, apart) or fetch in ended]


def _through(apart: Fetch, others: list[Fetch]) -> list[Fetch]:
    """Return a redirect, and those to which the answer behind it may have led on."""
    onward = [other for other in others if apart in other.candidates]
    return [apart, *(further for other in onward for further in _through(other, others))]


def _asks_again(fetch: Fetch, taken: dict[int, int]) -> bool:
    """Say whether a fetch has no redirect yet, or has asked once more after it."""
    return id(fetch) not in taken or any(sent.line > taken[id(fetch)] for sent in fetch.sent)


def _likeness(fetch: Fetch, apart: Fetch) -> tuple[bool, bool, bool, int]:
    crosses = apart.hop is not None and apart.hop.crosses
    same_name = fetch.url.segments[-1:] == apart.url.segments[-1:]
    leads_back = fetch.url.origin == apart.url.origin
    return same_name, (fetch.at.origin != apart.url.origin) == crosses, leads_back, -fetch.line


def _is_open(fetch: Fetch, apart: Fetch) -> bool:
    """Say whether the log has no other answer to the fetch."""
    last = fetch.last
    return (last is None or (not last.answered and last.line < apart.line)) and fetch.fault is None


def _same_end(candidates: list[Fetch], apart: Fetch, through: list[Fetch]) -> list[Fetch]:
    """Return the candidates of which the log tells only the end, and that may be the redirect's.

    A refusal of what was asked without credentials would have been logged, so without one the end was none.
    """
    ends = [one.last for one in through]
    return [
        fetch
        for fetch in candidates
        if fetch.last is not None
        and fetch.last.line < apart.line
        and any(_may_be(fetch.last.status, end.status if end else None, end) for end in ends)
    ]


def _may_be(status: int | None, end: int | None, last: Sent | None) -> bool:
    if end is not None:
        return status == end
    return last is None or last.credential is not None or status not in reasons.REFUSALS


def _doubt(fetch: Fetch) -> None:
    """Leave open with which status the last request of a fetch was answered; that of the fetch as a whole is kept."""
    last = fetch.last
    if last is not None:
        fetch.end, last.status = last.status, None
        last.gaps.add(Gap.STATUS)
        last.evidence = Witness.INFERRED


def _join(run: UvRun, fetch: Fetch, apart: Fetch) -> None:
    last = fetch.last or run.unseen(fetch, apart.line)
    apart.package = fetch.package
    last.redirect = apart.url
    if last.evidence is Witness.SEEN or Gap.STATUS not in last.gaps:
        fetch.end, last.status = last.status, apart.status
        last.gaps.discard(Gap.STATUS)
    hop = Hop(last.url, last.credential, apart.hop is not None and apart.hop.crosses)
    for one in apart.sent[:1]:
        if one.credential is None and Gap.WHO not in one.gaps:
            one.decision = reasons.anonymous(replace(run.request(apart), hop=hop))
    if apart.last is not None and not apart.last.answered and fetch.end is not None:
        apart.last.answer(fetch.end)
    fetch.sent += apart.sent
    fetch.looked, fetch.hop = apart.looked, hop
    fetch.stopped, fetch.fault = fetch.stopped or apart.stopped, fetch.fault or apart.fault
    fetch.fatal = fetch.fatal or apart.fatal


def follow(run: UvRun, fetch: Fetch, before: Sent, at: Url, line: int) -> Sent:
    """Note that the HTTP library followed a redirect by itself: with the same header, on the same host and port."""
    before.redirect, before.evidence, before.status = at, Witness.INFERRED, None
    before.gaps.add(Gap.STATUS)
    same = not _leaves(before.url, at)
    fetch.hop = Hop(before.url, before.credential, not same)
    run.move(fetch, at)
    dropped = before.credential is not None and not same
    decision = reasons.anonymous(replace(run.request(fetch), header=None)) if dropped else _FOLLOWED
    sent = run.send(fetch, before.credential if same else None, decision, line)
    sent.evidence, sent.is_hop = Witness.INFERRED, True
    if Gap.WHO in before.gaps or (dropped and run.behaviours.restores_header_after_crossing):
        sent.gaps.add(Gap.WHO)
    return sent


def waiting_for(run: UvRun) -> list[Fetch]:
    """Return the fetches of which an answer is still to come, as far as the log has told.

    Where it tells of no answers, a package's next page shows that the one before was answered.
    """
    waiting = [fetch for fetch in run.fetches if _may_be_redirected(fetch)]
    if run.traced:
        return waiting
    newest = {fetch.package: fetch for fetch in run.fetches if fetch.package is not None}
    return [fetch for fetch in waiting if fetch.package is None or newest[fetch.package] is fetch]


def most_like(run: UvRun, fetches: list[Fetch], target: Url) -> Fetch | None:
    """Return the fetch to which a URL is most like; the oldest if several are.

    One of whose good answer uv would tell is least likely to have ended without a word. Where no message tells of a
    page that it was answered, it is the newest: a package's pages are asked for one by one.
    """
    name = target.segments[-1:]

    def likeness(fetch: Fetch) -> tuple[bool, bool, bool, int]:
        same_origin = (fetch.at.origin != target.origin) == run.crosses
        newest = fetch.line if not run.traced else -fetch.line
        return fetch.url.segments[-1:] == name, not _would_be_told(fetch), same_origin, newest

    return max(fetches, key=likeness, default=None)


def _may_be_redirected(fetch: Fetch) -> bool:
    last = fetch.last
    if last is None or fetch.anew:
        return fetch.shown is not None and fetch.fault is None
    return not last.answered or (last.evidence is Witness.INFERRED and last.status in reasons.REFUSALS)
