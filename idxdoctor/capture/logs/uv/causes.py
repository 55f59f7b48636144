"""Why a request got no answer, by the causes that an error of uv's names."""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.urls import url_of
from idxdoctor.capture.logs.uv.answers import ended_at
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.model.exchange import Failure, Witness

_FAILURES: Final = (
    (Failure.TLS, re.compile(r"invalid peer certificate|certificate verify|UnknownIssuer|self.signed", re.IGNORECASE)),
    (Failure.PROXY, re.compile(r"tunnel|proxy", re.IGNORECASE)),
    (Failure.NAME, re.compile(r"dns error|lookup address|name or service not known|no such host", re.IGNORECASE)),
    (Failure.TIMEOUT, re.compile(r"timed out", re.IGNORECASE)),
    (Failure.CONNECT, re.compile(r"tcp connect error|connection refused|unreachable", re.IGNORECASE)),
    (
        Failure.RESET,
        re.compile(
            r"fatal alert: \w+|before message completed|connection reset|broken pipe|unexpected eof|close_notify",
            re.IGNORECASE,
        ),
    ),
)
_ALERT: Final = re.compile(r"fatal alert: (\w+)")
"""What a server says that ends a handshake (rustls: `AlertReceived`)."""
_SENDING: Final = re.compile(r"error sending request for url \((?P<url>[^)]+)\)")
CAUSE: Final = re.compile(r"[Cc]aused by|cause:|[├╰]─▶|`?->")


def cause(run: UvRun, text: str) -> bool:
    """Note why the request that failed last got no answer; say whether this line tells it."""
    failure = next((failure for failure, words in _FAILURES if words.search(text)), None)
    if failure is not None and run.failing is not None:
        run.failing.fail(failure)
        alert = _ALERT.search(text)
        run.failing.detail = f"it broke the TLS handshake off: {alert[1]}" if alert else None
        run.failing = None
    return failure is not None


def end(run: UvRun, text: str, line: int) -> None:
    """Tell by the error that ends the run why the last request of its fetch got no answer."""
    sending = _SENDING.search(text)
    url = url_of(sending["url"]) if sending else None
    if url is not None and run.current is not None and run.current.fatal:
        ended_at(run, run.current, url)
        run.current = run.known(url) or run.current
    if not CAUSE.search(text) or run.current is None:
        return
    if run.current.last is None and run.current.fatal and run.current.fault is None:
        run.unseen(run.current, line)
    last = run.current.last
    if last is not None and last.status is None and last.failure is None:
        run.failing = last
        if cause(run, text) and not run.behaviours.follows_redirects_itself:
            last.evidence = Witness.INFERRED
        run.failing = None
