"""uv's messages on what came back: statuses, failures, where a fetch ended.

uv: uv-client/src/cached_client.rs, base_client.rs, retry.rs, httpcache/mod.rs.
"""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.urls import url_of
from idxdoctor.capture.logs.uv import apart, hidden
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import NOT_A_PAGE, Fetch
from idxdoctor.model.exchange import Gap
from idxdoctor.model.url import Url

_OWN: Final = re.compile(
    r'Url \{ scheme: "(?P<scheme>\w+)".*?host: Some\(\w+\("?(?P<host>[^")]+)"?\)\), '
    r'port: (?:Some\((?P<port>\d+)\)|None), path: "(?P<path>[^"]*)"'
)
_STATUS: Final = re.compile(r'kind: Status\((?P<status>\d+)[^)]*\), url: "(?P<url>[^"]+)')
_NO_PAGE: Final = re.compile(r"kind: (?:MissingContentType|UnsupportedMediaType)\(")
_NUMBER: Final = re.compile(r"status code (\d{3})")


def answered(run: UvRun, said: Said) -> None:
    """The last answer to a fetch, by its first URL."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None and fetch.last is not None:
        fetch.last.answer(int(said["status"]))
        fetch.over(said.line, run.before.passed.at if run.before.passed else None)
    run.before.answered = fetch


def transient(run: UvRun, said: Said) -> None:
    """A status that may pass; the message does not say which."""
    _passing(run, said)


def failure(run: UvRun, said: Said) -> None:
    """No answer came; the lines that follow say why."""
    run.errors.within = False
    run.errors.failing = _passing(run, said)


def _passing(run: UvRun, said: Said) -> Sent | None:
    """Note that a request came to nothing for now; where redirects are followed without a word, it names their end."""
    url = url_of(said["url"])
    if url is not None and not run.behaviours.follows_redirects_itself:
        sent = hidden.passing(run, url, said.line)
        if sent is not None:
            return sent
    fetch = run.at(said["url"], said.line)
    if fetch is None or url is None:
        return None
    if fetch.at != url.bare():
        run.move(fetch, url)
        last = run.unseen(fetch, said.line)
    else:
        last = fetch.last if fetch.last and fetch.waits else run.unseen(fetch, said.line)
    last.gaps.add(Gap.STATUS)
    fetch.attempt += 1
    return last


def outer(run: UvRun, said: Said) -> None:
    """All begins anew for a fetch; the message before told at which URL it had ended."""
    fetch = run.at(said["url"], said.line)
    if fetch is None:
        return
    if run.before.end_at is not None:
        ended_at(run, fetch, run.before.end_at)
    fetch.begin_again()
    run.move(fetch, fetch.url)


def final(run: UvRun, said: Said) -> None:
    """The status with which a fetch ended, by its last URL."""
    url, status = url_of(said["url"]), int(said["status"])
    if url is None:
        return
    run.before.end_at = url
    answered = run.before.answered
    if answered is not None and answered.last is not None and answered.last.status == status:
        answered.over(said.line, url)
    fetch = run.known(url)
    if fetch is not None and (fetch.ended is None or run.behaviours.follows_redirects_itself):
        _ended(run, fetch, url, status, said.line)
    elif not run.behaviours.follows_redirects_itself:
        hidden.ended(run, url, status, said.line)


def dump(run: UvRun, said: Said) -> None:
    """How a fetch ended, as debugging output.

    Before 0.7.2 that is where its status stands; its second URL is where redirects led that the log does not show.
    """
    own, status = _OWN.search(said["rest"]), _STATUS.search(said["rest"])
    if own is None:
        return
    port = f":{own['port']}" if own["port"] else ""
    first = url_of(f"{own['scheme']}://{own['host']}{port}{own['path']}")
    if first is None:
        return
    if _NO_PAGE.search(said["rest"]):
        _no_page(run, first, said.line)
        return
    if status is None:
        return
    at = url_of(status["url"]) or first
    fetch = _blanked(run, first, at) or run.at(first.reveal(), said.line)
    if fetch is not None:
        hidden.is_named(run, fetch, at)
        _ended(run, fetch, at, int(status["status"]), said.line)


def _blanked(run: UvRun, first: Url, at: Url) -> Fetch | None:
    """Return the fetch at a URL that this output alone spells out: elsewhere in the log somebody blanked its host."""
    return run.known(at) if run.known(first) is None and first.path == at.path else None


def _no_page(run: UvRun, at: Url, line: int) -> None:
    """Note that the answer of which the message before told is no page; this one names the URL that it came from."""
    fetch = run.before.answered or run.known(at)
    if fetch is None and not run.fetches:
        fetch = run.at(at.reveal(), line)
    if fetch is None:
        return
    fetch.fault, last = NOT_A_PAGE, fetch.last
    if last is not None and last.url != at.bare() and not run.behaviours.follows_redirects_itself:
        hidden.follow(run, fetch, last, hidden.hop_to(at, line, last.status))
    fetch.over(line, at)


def _ended(run: UvRun, fetch: Fetch, at: Url, status: int, line: int) -> None:
    """Note with which status a fetch ended at which URL; another than the last one means redirects without a word."""
    last = fetch.last or run.unseen(fetch, line)
    if last.url != at.bare() and not run.behaviours.follows_redirects_itself:
        last = hidden.follow(run, fetch, last, hidden.hop_to(at, line))
    last.confirm(status)
    fetch.over(line, at)
    run.current = fetch


def ended_at(run: UvRun, fetch: Fetch, url: Url) -> None:
    """Note that a message names both a fetch and the URL at which it ended."""
    fetch.over(run.line, url)
    hidden.is_named(run, fetch, url)
    apart.settle(run)


def storable(run: UvRun, said: Said) -> None:
    """An answer was good enough to be looked at for the cache: below 400.

    Where the reason names its status, that is known. Where none of the criteria is met, it is none that may be kept
    without more, which 200 is (RFC 9110, 15.1).
    """
    fetch = run.at(said["url"], said.line)
    if fetch is None or fetch.last is None:
        return
    if fetch.ended is None:
        fetch.over(said.line, run.before.passed.at if run.before.passed else None)
    run.before.answered = fetch
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
    run.before.changed = int(said["status"])


def modified(run: UvRun, said: Said) -> None:
    """A cached copy holds no more: a new page came."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None and fetch.last is not None and fetch.last.status is None:
        fetch.last.answer(
            run.before.changed or 200, sure=run.before.changed is not None and run.behaviours.follows_redirects_itself
        )
    run.before.changed, run.before.answered = None, fetch
