"""uv's messages on what came back: statuses, redirects, failures, the end of a search."""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.urls import spelled, url_of
from idxdoctor.capture.logs.uv.redirects import follow, most_like, waiting_for
from idxdoctor.capture.logs.uv.run import Said, UvRun
from idxdoctor.capture.logs.uv.state import NOT_A_PAGE, Fetch
from idxdoctor.model.exchange import Gap, Witness
from idxdoctor.model.url import Url

_OWN: Final = re.compile(
    r'Url \{ scheme: "(?P<scheme>\w+)".*?host: Some\(\w+\("?(?P<host>[^")]+)"?\)\), '
    r'port: (?:Some\((?P<port>\d+)\)|None), path: "(?P<path>[^"]*)"'
)
_STATUS: Final = re.compile(r'kind: Status\((?P<status>\d+)[^)]*\), url: "(?P<url>[^"]+)"')
_NO_PAGE: Final = re.compile(r"kind: (?:MissingContentType|UnsupportedMediaType)\(")
_NUMBER: Final = re.compile(r"status code (\d{3})")


def answered(run: UvRun, said: Said) -> None:
    """The last answer to a fetch, by its first URL."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None and fetch.last is not None:
        fetch.last.answer(int(said["status"]))
        fetch.ended = said.line
    run.answered = fetch


def transient(run: UvRun, said: Said) -> None:
    """A status that may pass; the message does not say which."""
    _passing(run, said)


def failure(run: UvRun, said: Said) -> None:
    """No answer came; the lines that follow say why."""
    run.failing = _passing(run, said)


def _passing(run: UvRun, said: Said) -> Sent | None:
    """Note that a request came to nothing for now; where redirects are followed without a word, it names their end."""
    url = url_of(said["url"])
    fetch = run.known(url) if url else None
    if fetch is None and url is not None and not run.behaviours.follows_redirects_itself:
        fetch = most_like(run, waiting_for(run), url)
    fetch = fetch or run.at(said["url"], said.line)
    if fetch is None or url is None:
        return None
    run.current = fetch
    if run.behaviours.follows_redirects_itself and fetch.at != url.bare():
        run.move(fetch, url)
        last = run.unseen(fetch, said.line)
    else:
        last = fetch.last if fetch.last and fetch.waits else run.unseen(fetch, said.line)
    attempt, hop = fetch.attempt, fetch.hop
    if last.url.bare().reveal() != url.bare().reveal() and not run.behaviours.follows_redirects_itself:
        last = follow(run, fetch, last, url, said.line)
        run.move(fetch, fetch.url)
        fetch.hop = hop
    last.gaps.add(Gap.STATUS)
    fetch.attempt = attempt + 1
    return last


def outer(run: UvRun, said: Said) -> None:
    """All begins anew for a fetch."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        fetch.attempt, fetch.repeats, fetch.anew, fetch.hop = 1, True, True, None
        run.move(fetch, fetch.url)


def final(run: UvRun, said: Said) -> None:
    """The status with which a fetch ended, by its last URL."""
    url = url_of(said["url"])
    if url is None:
        return
    fetch = run.known(url)
    if run.answered is not None:
        run.ends[url.bare().reveal()] = run.answered
    if fetch is None and not run.behaviours.follows_redirects_itself:
        fetch = most_like(run, waiting_for(run), url)
    if fetch is not None:
        _ended(run, fetch, url, int(said["status"]), said.line)


def dump(run: UvRun, said: Said) -> None:
    """How a fetch ended, as debugging output.

    Before 0.7.2 that is where its status stands; its second URL is where redirects led that the log does not show.
    """
    own, status = _OWN.search(said["rest"]), _STATUS.search(said["rest"])
    if own is None:
        return
    port = f":{own['port']}" if own["port"] else ""
    first = url_of(f"{own['scheme']}://{own['host']}{port}{own['path']}")
    fetch = run.at(first.reveal(), said.line) if first else None
    if fetch is None:
        return
    if _NO_PAGE.search(said["rest"]):
        fetch.fault = NOT_A_PAGE
    at = url_of(status["url"]) if status else None
    if status is not None and at is not None:
        _ended(run, fetch, at, int(status["status"]), said.line)


def _ended(run: UvRun, fetch: Fetch, at: Url, status: int, line: int) -> None:
    """Note with which status a fetch ended at which URL; another than the last one means redirects without a word."""
    last = fetch.last or run.unseen(fetch, line)
    elsewhere = last.url.bare().reveal() != at.bare().reveal()
    if elsewhere and not run.behaviours.follows_redirects_itself:
        last = follow(run, fetch, last, at, line)
    last.confirm(status)
    if not fetch.candidates and spelled(fetch.url) == spelled(at):
        run.ends[at.bare().reveal()] = fetch
    run.current = fetch


def storable(run: UvRun, said: Said) -> None:
    """An answer was good enough to be looked at for the cache: below 400.

    Where the reason names its status, that is known. Where none of the criteria is met, it is none that may be kept
    without more, which 200 is (RFC 9110, 15.1).
    """
    fetch = run.at(said["url"], said.line)
    if fetch is None or fetch.last is None:
        return
    fetch.ended = said.line
    if fetch.last.status is not None:
        return
    number = _NUMBER.search(said["rest"])
    if number is not None:
        fetch.last.answer(int(number[1]), sure=run.behaviours.follows_redirects_itself)
    elif "necessary criteria" in said["rest"]:
        fetch.last.passed = True
        fetch.last.gaps.add(Gap.STATUS)
    else:
        fetch.last.answer(200, sure=False)


def unmodified(run: UvRun, said: Said) -> None:
    """The cached copy still holds."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None and fetch.last is not None and fetch.last.status is None:
        fetch.last.answer(304)


def changed(run: UvRun, said: Said) -> None:
    """A cached copy holds no more, by this status; the next message says whose."""
    run.changed = int(said["status"])


def modified(run: UvRun, said: Said) -> None:
    """A cached copy holds no more: a new page came."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None and fetch.last is not None and fetch.last.status is None:
        fetch.last.answer(run.changed or 200, sure=run.changed is not None and run.behaviours.follows_redirects_itself)
    run.changed = None


def stopped(run: UvRun, said: Said) -> None:
    """A search ends because of a status; whose search, the message just before tells, or else the rest of the log."""
    status = int(said["status"])
    if not run.traced:
        run.stops.append((said.line, status))
        return
    fetch = run.current
    if fetch is None or fetch.stopped or fetch.package is None or (fetch.last and fetch.last.status not in {status}):
        open_ = [one for one in run.fetches if one.package and not one.stopped and _may_end(one, status)]
        fetch = open_[-1] if open_ else fetch
    if fetch is not None:
        last = fetch.last or run.unseen(fetch, said.line)
        if last.status is None:
            last.answer(status)
        fetch.stopped = True


def settle_stops(run: UvRun) -> None:
    """Tell of the searches that a status ended whose they were, where no message did: those that found nothing.

    Where there are more than were ended, a hint at the end may name the index. Else it is left open.
    """
    for status in dict.fromkeys(status for _, status in run.stops):
        lines = [line for line, ended_with in run.stops if ended_with == status]
        left = [fetch for fetch in _newest_before(run, lines[-1]) if _may_end(fetch, status)]
        if len(left) > len(lines):
            left = [fetch for fetch in left if fetch.index and (spelled(fetch.index), status) in run.hinted] or left
        if len(left) > len(lines) or not left:
            run.unclear_stops = True
            continue
        for fetch in left:
            _stop(run, fetch, status, lines[-1])


def _stop(run: UvRun, fetch: Fetch, status: int, line: int) -> None:
    last = fetch.last
    if last is None or (not fetch.waits and last.status != status):
        last = run.unseen(fetch, line)
    last.answer(status)
    last.evidence = Witness.INFERRED
    fetch.stopped = True


def _newest_before(run: UvRun, line: int) -> list[Fetch]:
    """Return the page of each package that was asked for last before a line, of those that found nothing so far."""
    newest = {fetch.package: fetch for fetch in run.fetches if fetch.package is not None and fetch.line < line}
    return [
        fetch
        for package, fetch in newest.items()
        if package not in run.chosen and not fetch.stopped and fetch.shown is not None
    ]


def _may_end(fetch: Fetch, status: int) -> bool:
    return fetch.last is None or fetch.last.status in {None, status}
