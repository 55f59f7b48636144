"""pip's messages on what came of the fetch of a page."""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.pip.pages import belongs_to, getting
from idxdoctor.capture.logs.pip.requests import failed, unseen
from idxdoctor.capture.logs.pip.run import PipRun
from idxdoctor.capture.logs.pip.state import Fetch
from idxdoctor.capture.logs.pip.tries import url_of_pool
from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.urls import url_of
from idxdoctor.model.exchange import Decision, Gap, Witness
from idxdoctor.model.url import Url

_STATUS: Final = re.compile(r"(?P<status>\d{3}) (?:Client|Server) Error: .* for url: (?P<url>https?://\S+)$")
_TOO_MANY: Final = re.compile(r"too many (?P<status>\d{3}) error responses")
_AGAIN: Final = Decision(
    "pip.refused-again",
    "after a first 401 pip sent other credentials: the keyring's, or what was typed at the prompt",
)


def fetched(run: PipRun, said: Said) -> None:
    """A page was had."""
    _ended(run, said, None)


def skipped(run: PipRun, said: Said) -> None:
    """An answer is no page."""
    text = f"its Content-Type is {said['type']}: pip passes over the page"
    _ended(run, said, Decision("pip.not-a-page", text))


def _ended(run: PipRun, said: Said, fault: Decision | None) -> None:
    """A page's fetch ended with a success."""
    fetch = _fetch_of(run, said)
    if fetch is None:
        return
    fetch.fault, fetch.fetched = fault, True
    if fetch.last is None and not fetch.kept:
        unseen(run, fetch, fetch.url, said.line)
    run.listing = fetch
    run.close()


def _fetch_of(run: PipRun, said: Said) -> Fetch | None:
    """Return the fetch of the page that a message names; begun here where the log has not shown its beginning."""
    url = url_of(said["url"])
    if url is None:
        return None
    if run.current is None or run.current.url != url.bare():
        getting(run, said)
    return run.current


def uncertified(run: PipRun, said: Said) -> None:
    """The certificate is not trusted."""
    unfetched(run, said)


def unfetched(run: PipRun, said: Said) -> None:
    """A page's fetch came to nothing; the index counts as one that has no files."""
    fetch = _fetch_of(run, said)
    if fetch is None:
        return
    why = said["why"]
    status, too_many = _STATUS.search(why), _TOO_MANY.search(why)
    if status is not None:
        _refused(run, fetch, status, said.line)
    elif too_many is not None:
        if fetch.last is None:
            unseen(run, fetch, fetch.url, said.line).status = int(too_many["status"])
    else:
        failed(run, _tried(run, fetch, why), said.line, why)
    run.close()


def _refused(run: PipRun, fetch: Fetch, found: re.Match[str], line: int) -> None:
    """Note the status with which a fetch ended, where no request line has shown it."""
    last, end = fetch.last, url_of(found["url"])
    if last is not None or end is None:
        return
    if end.bare() != fetch.url:
        before = unseen(run, fetch, fetch.url, line)
        before.redirect, before.evidence = end, Witness.INFERRED
        before.gaps.add(Gap.STATUS)
        before.status = 302
        sent = run.request(end, line)
        before.status = None
        sent.status = int(found["status"])
        return
    unseen(run, fetch, fetch.url, line).status = int(found["status"])


def _tried(run: PipRun, fetch: Fetch, why: str) -> Url:
    """Return the URL of the last try, of which no other line tells."""
    url = url_of_pool(why)
    if url is not None:
        return url
    last = fetch.last
    if last is None:
        return fetch.url
    return (run.upcoming or last.url) if last.leads_on else last.url


def incorrect(run: PipRun, said: Said) -> None:
    """The second 401 in a row, which pip says at every verbosity (pip: network/auth.py warn_on_401).

    pip tries again only with other credentials: those of the keyring or of the prompt.
    """
    url = url_of(said["url"])
    if url is None or run.shows_requests:
        return
    fetch = run.current
    if fetch is not None and fetch.by_host and fetch.url.origin == url.origin:
        _typed_in_vain(run, fetch, url, said.line)
        return
    if fetch is None or fetch.url != url.bare():
        getting(run, said)
    if run.current is not None and run.current.last is None:
        sent = unseen(run, run.current, url, said.line)
        sent.status = 401
        if Gap.WHO in sent.gaps:
            sent.decision = _AGAIN


def _typed_in_vain(run: PipRun, fetch: Fetch, url: Url, line: int) -> None:
    """Note the second 401, which names the page of which the prompt after the first has told the host alone."""
    fetch.root, fetch.package = belongs_to(run, url)
    fetch.url = url.bare()
    for before in fetch.sent:
        before.url = fetch.url
    sent = run.request(url, line)
    sent.status, fetch.by_host = 401, False
    if Gap.WHO in sent.gaps:
        sent.decision = _AGAIN
