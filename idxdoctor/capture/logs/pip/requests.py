"""pip's messages on connections, requests, and what came back."""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.pip.pages import announced, begin
from idxdoctor.capture.logs.pip.run import PipRun
from idxdoctor.capture.logs.pip.state import Fetch, Try
from idxdoctor.capture.logs.pip.tries import begin_try
from idxdoctor.capture.logs.python_failures import detail_in
from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.urls import url_of
from idxdoctor.model.exchange import Decision, Failure, Witness
from idxdoctor.model.url import Url

_PATIENCE: Final = re.compile(r"timeout=(?P<seconds>\d+(?:\.\d+)?)\)")
NOT_SHOWN: Final = Decision("pip.not-shown", "the log does not show as whom: it needs `-vv`")
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
        failed(run, url, said.line, said["why"]).retries = True
    else:
        run.lost.append(Try(said["target"], failure_of(said["why"])))


def _is_of_another_page(run: PipRun, url: Url) -> bool:
    """Say whether a try is not the last request made again: pip asks for several pages at once in `pip list`."""
    last = run.current.last if run.current is not None and run.current.retries else None
    return last is not None and last.url != url.bare()


def failed(run: PipRun, url: Url, line: int, why: str) -> Fetch:
    """Note that no answer came.

    With urllib3 1.26 (pip before 26.1) what breaks inside a proxy's tunnel is called an error of the proxy, as what
    breaks before it is (urllib3: connectionpool.py urlopen).
    """
    sent = run.request(url, line)
    if not run.tells_of_credentials:
        sent.hide_whom(NOT_SHOWN)
    sent.failure, sent.detail = failure_of(why), detail_in(why)
    if sent.failure is Failure.RESET and _OF_THE_PROXY.search(why):
        sent.detail, sent.evidence = _BY_WHOM, Witness.INFERRED
    return run.fetches[-1]


def failure_of(why: str) -> Failure:
    """Return what a message says of why no answer came."""
    return next((failure for failure, form in _FAILURES if form.search(why)), Failure.CONNECT)


def unseen(run: PipRun, fetch: Fetch, url: Url, line: int) -> Sent:
    """Note a request of which only what came of it shows; where it was a page, redirects may have led to that."""
    sent = run.request(url, line)
    if fetch.sent[:-1] or not run.tells_of_credentials:
        sent.hide_whom(NOT_SHOWN)
        sent.evidence = Witness.INFERRED
    return sent
