"""uv's messages on redirects. They do not say whose answer it was, and several pages may be under way at once."""

from __future__ import annotations

from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.urls import url_of
from idxdoctor.capture.logs.uv.apart import keep_apart
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch, leaves
from idxdoctor.capture.logs.uv.waiting import success_is_told, waiting_for, waits
from idxdoctor.clients.uv.request import Hop
from idxdoctor.model.exchange import Gap, Witness
from idxdoctor.model.url import Url


def crossing(run: UvRun, _: Said) -> None:
    """A redirect leaves the origin."""
    run.before.crosses = True


def some_redirect(run: UvRun, said: Said) -> None:
    """An answer leads elsewhere, in a release that calls every redirect 302: which status it was is not known."""
    _redirected(run, said, None)


def redirect(run: UvRun, said: Said) -> None:
    """An answer leads elsewhere."""
    _redirected(run, said, int(said["status"]))


def _redirected(run: UvRun, said: Said, status: int | None) -> None:
    """Follow a redirect. Where it may be the answer to several requests, the rest of the log tells.

    In a part of a log it may be the answer to one that is not in it.
    """
    target = url_of(said["url"])
    if target is None:
        return
    candidates = [run.before.passed] if run.before.passed else _candidates(run, target)
    if len(candidates) > 1:
        keep_apart(run, candidates, target, status, said.line)
        return
    if not candidates:
        return
    (fetch,) = candidates
    last = fetch.last if fetch.last and waits(fetch) and not fetch.anew else run.unseen(fetch, said.line)
    last.lead(status, target)
    if not run.is_whole and fetch is not run.before.passed:
        last.evidence = Witness.INFERRED
    fetch.hop = Hop(last.url, last.credential, run.before.crosses or last.url.origin != target.origin)
    if not run.behaviours.leaks_across_origins:
        fetch.given = None
    run.move(fetch, target)
    if Gap.WHO in last.gaps:
        run.unseen(fetch, said.line)


def _candidates(run: UvRun, target: Url) -> list[Fetch]:
    """Return the fetches whose answer it may be; where some are of the project that the target names, only those."""
    waiting = [fetch for fetch in waiting_for(run) if not success_is_told(fetch)]
    pages = [fetch for fetch in run.fetches if fetch.package is not None or fetch.candidates]
    named = [fetch for fetch in pages if fetch.is_named_as(target)]
    if named:
        waiting = [fetch for fetch in waiting if fetch in named] or named
    if run.behaviours.leaks_across_origins:
        return waiting
    fitting = [fetch for fetch in waiting if leaves(fetch.at, target) == run.before.crosses]
    return fitting or waiting
