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
            r"fatal alert: \w+|before message completed|connection reset|broken pipe|"
            r"unexpected (?:eof|end of file)|close_notify",
            re.IGNORECASE,
        ),
    ),
)
_WITHIN: Final = re.compile(r"response body|reading a body|Failed to extract")
"""What an error says that came while an answer was read (reqwest: `Kind::Body`; uv: uv-extract/src/error.rs)."""
_OF_ANSWERS: Final = {Failure.RESET: Failure.BROKEN, Failure.TIMEOUT: Failure.STALLED}
_ALERT: Final = re.compile(r"fatal alert: (\w+)")
"""What a server says that ends a handshake (rustls: `AlertReceived`)."""
_SENDING: Final = re.compile(r"error sending request for url \((?P<url>[^)]+)\)")
CAUSE: Final = re.compile(r"[Cc]aused by|cause:|[├╰]─▶|`?->")


def cause(run: UvRun, text: str) -> bool:
    """Note why the request that failed last got no answer; say whether this line tells it."""
    failure = _failure(run, text)
    if failure is not None and run.errors.failing is not None:
        alert = _ALERT.search(text)
        run.errors.failing.fail(failure, f"it broke the TLS handshake off: {alert[1]}" if alert else None)
        run.errors.failing = None
    return failure is not None


def _failure(run: UvRun, text: str) -> Failure | None:
    """Return what a cause says of why, which depends on whether an answer had begun."""
    run.errors.within = run.errors.within or _WITHIN.search(text) is not None
    failure = next((failure for failure, words in _FAILURES if words.search(text)), None)
    return _OF_ANSWERS.get(failure, failure) if run.errors.within and failure is not None else failure


def end(run: UvRun, text: str, line: int) -> None:
    """Tell by the error that ends the run why the last request of its fetch got no answer."""
    sending = _SENDING.search(text)
    url = url_of(sending["url"]) if sending else None
    if begins := text.startswith("error: error sending request for "):
        _begin(run, sending["url"] if sending else "", line)
    elif url is not None and run.current is not None and run.current.fatal:
        ended_at(run, run.current, url)
        run.current = run.known(url) or run.current
    if not (begins or CAUSE.search(text)):
        return
    failure = _failure(run, text)
    if run.errors.within and run.errors.at_fault is not None and not (run.current and run.current.fatal):
        if failure is not None:
            run.errors.cut_files[run.errors.at_fault] = failure
        return
    if run.current is None:
        return
    if run.current.last is None and run.current.fatal and run.current.fault is None:
        run.unseen(run.current, line)
    last = run.current.last
    if last is not None and last.status is None and last.failure is None:
        run.errors.failing = last
        if cause(run, text) and not run.behaviours.follows_redirects_itself:
            last.evidence = Witness.INFERRED
        run.errors.failing = None


def _begin(run: UvRun, url: str, line: int) -> None:
    """Take the request that an error begins with, as errors of releases do that name no fetch before."""
    run.current = run.at(url, line)
    if run.current is not None:
        run.current.fatal = True
