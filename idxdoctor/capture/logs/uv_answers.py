"""uv's messages on what came back: statuses, redirects, failures, the end of a search."""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.uv_run import Said, UvRun
from idxdoctor.capture.logs.uv_state import Fetch, Sent
from idxdoctor.capture.logs.uv_urls import url_of
from idxdoctor.clients.uv.request import Hop
from idxdoctor.model.exchange import Decision, Gap, Witness
from idxdoctor.model.url import Url

_OWN: Final = re.compile(
    r'Url \{ scheme: "(?P<scheme>\w+)".*?host: Some\(\w+\("?(?P<host>[^")]+)"?\)\), '
    r'port: (?:Some\((?P<port>\d+)\)|None), path: "(?P<path>[^"]*)"'
)
_STATUS: Final = re.compile(r'kind: Status\((?P<status>\d+)[^)]*\), url: "(?P<url>[^"]+)"')
_NUMBER: Final = re.compile(r"status code (\d{3})")
_FOLLOWED: Final = Decision("uv.redirect-followed", "a redirect led here, which the log does not show")


def answered(run: UvRun, said: Said) -> None:
    """The last answer to a fetch, by its first URL."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None and fetch.last is not None:
        fetch.last.answer(int(said["status"]))


def redirect(run: UvRun, said: Said) -> None:
    """An answer leads elsewhere; the message does not say whose answer it is."""
    target = url_of(said["url"])
    if target is None:
        return
    fetch = run.passed or _redirected(run, target)
    if fetch is None:
        return
    last = fetch.last or unseen(run, fetch, said.line)
    last.answer(int(said["status"]))
    last.redirect = target
    fetch.hop = Hop(last.url, last.credential, run.crosses or last.url.origin != target.origin)
    fetch.given = None
    run.move(fetch, target)
    if Gap.WHO in last.gaps:
        unseen(run, fetch, said.line)


def crossing(run: UvRun, _: Said) -> None:
    """A redirect leaves the origin."""
    run.crosses = True


def _redirected(run: UvRun, target: Url) -> Fetch | None:
    """Return whose answer a redirect most likely is: of those that wait, the one whose URL is most like the target."""
    waiting = [fetch for fetch in run.fetches if fetch.waits or (fetch.shown is not None and not fetch.sent)]
    name = target.segments[-1:]

    def likeness(fetch: Fetch) -> tuple[int, int]:
        same_origin = (fetch.at.origin != target.origin) == run.crosses
        return (2 * (fetch.url.segments[-1:] == name) + same_origin, -fetch.line)

    return max(waiting, key=likeness, default=None)


def unseen(run: UvRun, fetch: Fetch, line: int) -> Sent:
    """Note a request of which the log shows that it was made, and not as whom."""
    why = Decision("uv.not-shown", "the log does not show as whom: it needs `-vv`")
    sent = run.send(fetch, None, why, line)
    sent.gaps.add(Gap.WHO)
    sent.evidence = Witness.INFERRED
    return sent


def transient(run: UvRun, said: Said) -> None:
    """A status that may pass; the message does not say which."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        last = fetch.last if fetch.waits and fetch.last else unseen(run, fetch, said.line)
        last.gaps.add(Gap.STATUS)
        fetch.attempt += 1


def failure(run: UvRun, said: Said) -> None:
    """No answer came; the lines that follow say why."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        last = fetch.last if fetch.waits and fetch.last else unseen(run, fetch, said.line)
        last.gaps.add(Gap.STATUS)
        run.failing = last
        fetch.attempt += 1


def outer(run: UvRun, said: Said) -> None:
    """All begins anew for a fetch."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        fetch.attempt, fetch.repeats, fetch.hop = 1, True, None
        run.move(fetch, fetch.url)


def final(run: UvRun, said: Said) -> None:
    """The status with which a fetch ended, by its last URL."""
    url = url_of(said["url"])
    fetch = run.known(url) if url else None
    if url is None:
        return
    if fetch is None or (fetch.last is not None and fetch.last.status == int(said["status"])):
        return
    if fetch.last is not None:
        fetch.last.answer(int(said["status"]))
    run.current = fetch


def dump(run: UvRun, said: Said) -> None:
    """The same before 0.7.2, as debugging output; its second URL is where redirects led that the log does not show."""
    own, status = _OWN.search(said["rest"]), _STATUS.search(said["rest"])
    if own is None or status is None:
        return
    port = f":{own['port']}" if own["port"] else ""
    first, at = url_of(f"{own['scheme']}://{own['host']}{port}{own['path']}"), url_of(status["url"])
    fetch = run.known(first) if first else None
    if fetch is None or at is None or fetch.last is None:
        return
    if fetch.last.url.bare().reveal() != at.bare().reveal() and not fetch.last.answered:
        _follow(run, fetch, at, said.line)
    fetch.last.answer(int(status["status"]))
    run.current = fetch


def _follow(run: UvRun, fetch: Fetch, at: Url, line: int) -> None:
    """Note that the HTTP library followed a redirect by itself: with the same header, on the same host and port."""
    before = fetch.last
    if before is None:
        return
    before.redirect, before.evidence = at, Witness.INFERRED
    before.gaps.add(Gap.STATUS)
    same = (before.url.origin.host, before.url.origin.port) == (at.origin.host, at.origin.port)
    fetch.hop = Hop(before.url, before.credential, not same)
    run.move(fetch, at)
    sent = run.send(fetch, before.credential if same else None, _FOLLOWED, line)
    sent.evidence = Witness.INFERRED


def storable(run: UvRun, said: Said) -> None:
    """An answer was good enough to be looked at for the cache."""
    fetch = run.at(said["url"], said.line)
    if fetch is None or fetch.last is None or fetch.last.status is not None:
        return
    number = _NUMBER.search(said["rest"])
    fetch.last.answer(int(number[1]) if number else 200)


def unmodified(run: UvRun, said: Said) -> None:
    """The cached copy still holds."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None and fetch.last is not None and fetch.last.status is None:
        fetch.last.answer(304)


def stopped(run: UvRun, said: Said) -> None:
    """A search ends because of a status; whose search, the message just before tells."""
    status = int(said["status"])
    fetch = run.current
    if fetch is None or fetch.stopped or fetch.package is None or (fetch.last and fetch.last.status not in {status}):
        open_ = [one for one in run.fetches if one.package and not one.stopped and _may_end(one, status)]
        fetch = open_[-1] if open_ else fetch
    if fetch is not None:
        last = fetch.last or unseen(run, fetch, said.line)
        if last.status is None:
            last.answer(status)
        fetch.stopped = True


def _may_end(fetch: Fetch, status: int) -> bool:
    return fetch.last is None or fetch.last.status in {None, status}
