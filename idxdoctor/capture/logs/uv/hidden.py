"""Redirects that the HTTP library follows without a word, in releases that leave them to it.

Such a release speaks of what came back by the URL at which the redirects ended, which no message before has named.
Whose answer it was follows when a fetch that waited begins again, when a message names both, or when all others that
waited got another answer. What no line tells is left open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Asked, Fetch, Stray, leaves
from idxdoctor.capture.logs.uv.waiting import refusal_is_told, waiting_for, waits
from idxdoctor.clients.uv import reasons
from idxdoctor.clients.uv.request import Hop
from idxdoctor.model.exchange import MAY_REFUSE, Decision, Gap, Witness
from idxdoctor.model.url import Url

_FOLLOWED: Final = Decision("uv.redirect-followed", "a redirect led here, which the log does not show")


def hop_to(url: Url, line: int, status: int | None = None) -> Sent:
    """Return the request at which redirects without a word ended; without a status it came to nothing for now."""
    hop = Sent(line, url.bare(), None, _FOLLOWED, status=status, evidence=Witness.INFERRED, is_hop=True)
    if status is None:
        hop.gaps.add(Gap.STATUS)
    return hop


def passing(run: UvRun, url: Url, line: int) -> Sent | None:
    """Note that a request came to nothing for now at a URL; return the one that it was, None where there is none."""
    known = run.known(url)
    if known is not None and (waits(known) or not run.traced):
        candidates = [known]
    else:
        candidates = [one for one in like(waiting_for(run), url) if one.last is None or not one.last.answered]
    if not candidates:
        return None
    return _placed_or_kept(run, candidates, hop_to(url, line))


def ended(run: UvRun, url: Url, status: int, line: int) -> None:
    """Note with which status a fetch ended at a URL that none is known to be at."""
    before = run.strays[-1] if run.strays else None
    if before is not None and not before.is_over and before.hop.url == url.bare():
        before.hop.confirm(status)
        before.is_over = True
        return
    candidates = [one for one in like(waiting_for(run), url) if _may_end_with(one, status)]
    if candidates:
        _placed_or_kept(run, candidates, hop_to(url, line, status), is_over=True)


def begins_again(run: UvRun, fetch: Fetch) -> None:
    """Note that a fetch that waited is tried again, so that its request had come to nothing."""
    for stray in run.strays:
        asked = next((one for one in stray.candidates if one.fetch is fetch and one.sent is fetch.last), None)
        if asked is not None and fetch.waits and not stray.is_over:
            _place(run, stray, asked)
            return


def is_named(run: UvRun, fetch: Fetch, url: Url) -> None:
    """Note that a message names a fetch and the URL at which it ended."""
    for stray in reversed(run.strays):
        asked = next((one for one in stray.candidates if one.fetch is fetch and one.sent is fetch.last), None)
        if asked is not None and stray.hop.url == url.bare():
            _place(run, stray, asked)
            return


def settle(run: UvRun) -> None:
    """Give what came back to the fetch that it was for, where that is known by now."""
    for stray in tuple(run.strays):
        left = [one for one in stray.candidates if one.sent is one.fetch.last and waits(one.fetch)]
        if len(left) == 1:
            _place(run, stray, left[0])
            settle(run)
            return


def settle_the_rest(run: UvRun) -> None:
    """Leave open for whom the rest came back."""
    settle(run)
    run.unclear_redirects = run.unclear_redirects or bool(run.strays)


def like(fetches: Iterable[Fetch], url: Url) -> list[Fetch]:
    """Return those of the project that a URL names, if there are any, else all."""
    every = list(fetches)
    return [fetch for fetch in every if fetch.is_named_as(url)] or every


def follow(run: UvRun, fetch: Fetch, before: Sent, hop: Sent) -> Sent:
    """Note that a redirect was followed: with the same header, on the same host and port."""
    before.redirect, before.evidence, before.status = hop.url, Witness.INFERRED, None
    before.gaps.add(Gap.STATUS)
    same = not leaves(before.url, hop.url)
    fetch.hop = Hop(before.url, before.credential, not same)
    run.move(fetch, hop.url)
    dropped = before.credential is not None and not same
    if dropped:
        hop.decision = reasons.anonymous(replace(run.request(fetch), header=None))
    hop.credential, hop.method = before.credential if same else None, before.method
    if Gap.WHO in before.gaps or (dropped and run.behaviours.restores_header_after_crossing):
        hop.gaps.add(Gap.WHO)
    fetch.sent.append(hop)
    return hop


def _may_end_with(fetch: Fetch, status: int) -> bool:
    """Say whether a fetch may have ended with a status without another word."""
    last = fetch.last
    if last is None or last.answered:
        return last is None or last.status == status
    return status not in MAY_REFUSE or not refusal_is_told(last)


def _placed_or_kept(run: UvRun, candidates: list[Fetch], hop: Sent, *, is_over: bool = False) -> Sent:
    """Give what came back to the only fetch that it may be for, or keep it until that is known.

    Where the log tells of no requests, nothing in it would tell later: then it is for the newest, as a package's pages
    are asked for one by one.
    """
    asked = [Asked(fetch, fetch.last) for fetch in candidates]
    stray = Stray(hop, asked, is_over)
    if len(asked) == 1 or not run.traced:
        return _place(run, stray, asked[-1])
    run.strays.append(stray)
    return hop


def _place(run: UvRun, stray: Stray, asked: Asked) -> Sent:
    """Let a fetch have ended at the URL of what came back, or have come to nothing there for now; return which it was.

    What is tried again begins at the first URL.
    """
    if stray in run.strays:
        run.strays.remove(stray)
    fetch, hop = asked.fetch, stray.hop
    run.current, fetch.heard = fetch, hop.line
    last = fetch.last if fetch.last and waits(fetch) and not fetch.anew else run.unseen(fetch, hop.line)
    attempt, before = fetch.attempt, fetch.hop
    if last.url != hop.url:
        last = follow(run, fetch, last, hop)
    elif hop.status is not None:
        last.confirm(hop.status)
    else:
        last.gaps.add(Gap.STATUS)
    if stray.is_over:
        fetch.over(hop.line, hop.url)
        return last
    run.move(fetch, fetch.url)
    fetch.attempt, fetch.hop = attempt + 1, before
    return last
