"""pip's messages on connections, requests, and what came back."""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.pip.pages import announced, begin, belongs_to, getting
from idxdoctor.capture.logs.pip.run import PipRun, Said
from idxdoctor.capture.logs.pip.state import Fetch, Try
from idxdoctor.capture.logs.pip.tries import begin_try, url_of_pool
from idxdoctor.capture.logs.python_failures import detail_in
from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.urls import url_of
from idxdoctor.model.exchange import Decision, Failure, Gap, Witness
from idxdoctor.model.url import Url

_PATIENCE: Final = re.compile(r"timeout=(?P<seconds>\d+(?:\.\d+)?)\)")
_STATUS: Final = re.compile(r"(?P<status>\d{3}) (?:Client|Server) Error: .* for url: (?P<url>https?://\S+)$")
_TOO_MANY: Final = re.compile(r"too many (?P<status>\d{3}) error responses")
NOT_SHOWN: Final = Decision("pip.not-shown", "the log does not show as whom: it needs `-vv`")
_AGAIN: Final = Decision(
    "pip.refused-again",
    "after a first 401 pip sent other credentials: the keyring's, or what was typed at the prompt",
)
_FAILURES: Final = (
    (Failure.TLS, re.compile(r"CERTIFICATE_VERIFY|SSLCert|SSLError|ssl certificate|self.signed", re.IGNORECASE)),
    (Failure.RESET, re.compile(r"RemoteDisconnected|reset|aborted|without a reply|IncompleteRead", re.IGNORECASE)),
    (Failure.PROXY, re.compile(r"proxy|Tunnel connection failed", re.IGNORECASE)),
    (Failure.NAME, re.compile(r"NameResolution|getaddrinfo|Name or service|nodename|resolve", re.IGNORECASE)),
    (Failure.TIMEOUT, re.compile(r"time[d-]? ?out|didn't respond", re.IGNORECASE)),
)

_OF_THE_PROXY: Final = re.compile(r"Cannot connect to proxy\.")
_BY_WHOM: Final = "or the proxy did: pip says the same of both, and whether the request was sent is not known"


def looking_up(run: PipRun, said: Said) -> None:
    """The cache is asked for a URL."""
    run.upcoming = url_of(said["url"])


def connecting(run: PipRun, said: Said) -> None:
    """A connection is opened; for plain http through a proxy, to that."""
    run.server = f"{said['scheme'].lower()}://{said['host']}"


def answered(run: PipRun, said: Said) -> None:
    """An answer to a request."""
    target = said["target"]
    url = url_of(target if target.startswith("http") else f"{said['server']}{target}")
    if url is None:
        return
    run.searches = run.searches or said["method"] == "POST"
    page = announced(run, url) if run.current is None else None
    if page is not None:
        begin(run, page, said.line)
    run.request(url, said.line, said["method"]).status = int(said["status"])


def again(run: PipRun, _: Said) -> None:
    """The last request is made again because of its status."""
    if run.current is not None:
        run.current.retries = True


def broken(run: PipRun, said: Said) -> None:
    """No answer came, and the request is made again."""
    patience = _PATIENCE.search(said["why"])
    run.patience = float(patience["seconds"]) if patience is not None else run.patience
    url = run.at(said["target"])
    if url is None or _is_of_another_page(run, url):
        url = begin_try(run, said["target"], said["why"], said.line) or url
    if url is not None:
        _failed(run, url, said.line, said["why"]).retries = True
    else:
        run.lost.append(Try(said["target"], failure_of(said["why"])))


def _is_of_another_page(run: PipRun, url: Url) -> bool:
    """Say whether a try is not the last request made again: pip asks for several pages at once in `pip list`."""
    last = run.current.last if run.current is not None and run.current.retries else None
    return last is not None and last.url != url.bare()


def _failed(run: PipRun, url: Url, line: int, why: str) -> Fetch:
    """Note that no answer came.

    With urllib3 1.26 (pip before 26.1) what breaks inside a proxy's tunnel is called an error of the proxy, as what
    breaks before it is (urllib3: connectionpool.py urlopen).
    """
    sent = run.request(url, line)
    if not run.tells_of_credentials:
        hide_whom(sent)
    sent.failure, sent.detail = failure_of(why), detail_in(why)
    if sent.failure is Failure.RESET and _OF_THE_PROXY.search(why):
        sent.detail, sent.evidence = _BY_WHOM, Witness.INFERRED
    return run.fetches[-1]


def failure_of(why: str) -> Failure:
    """Return what a message says of why no answer came."""
    return next((failure for failure, form in _FAILURES if form.search(why)), Failure.CONNECT)


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


def unseen(run: PipRun, fetch: Fetch, url: Url, line: int) -> Sent:
    """Note a request of which only what came of it shows; where it was a page, redirects may have led to that."""
    sent = run.request(url, line)
    if fetch.sent[:-1] or not run.tells_of_credentials:
        hide_whom(sent)
        sent.evidence = Witness.INFERRED
    return sent


def hide_whom(sent: Sent) -> None:
    """Note that the log does not tell as whom a request was sent."""
    sent.gaps.add(Gap.WHO)
    sent.credential, sent.decision = None, NOT_SHOWN


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
        _failed(run, _tried(run, fetch, why), said.line, why)
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
