"""What uv prints without a level: why a request got no answer, the error that ends the run, the hints."""

from __future__ import annotations

import re
from re import Match
from typing import Final

from idxdoctor.capture.logs.urls import spelled, url_of
from idxdoctor.capture.logs.uv.redirects import follow, most_like
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import NOT_A_PAGE, Fetch
from idxdoctor.model.exchange import Decision, Failure, Witness

_FAILURES: Final = (
    (Failure.TLS, re.compile(r"invalid peer certificate|certificate verify|UnknownIssuer|self.signed", re.IGNORECASE)),
    (Failure.PROXY, re.compile(r"tunnel|proxy", re.IGNORECASE)),
    (Failure.NAME, re.compile(r"dns error|lookup address|name or service not known|no such host", re.IGNORECASE)),
    (Failure.TIMEOUT, re.compile(r"timed out", re.IGNORECASE)),
    (Failure.CONNECT, re.compile(r"tcp connect error|connection refused|unreachable", re.IGNORECASE)),
    (
        Failure.RESET,
        re.compile(r"before message completed|connection reset|broken pipe|unexpected eof|close_notify", re.IGNORECASE),
    ),
)
_FETCH: Final = re.compile(r"Failed to (?:fetch|download)[^:`]*:? `?(?P<url>https?://[^\s`]+)`?")
_SENDING: Final = re.compile(r"error sending request for url \((?P<url>[^)]+)\)")
_STATUS: Final = re.compile(r"HTTP status \w+ error \((?P<status>\d{3})[^)]*\) for url \((?P<url>[^)]+)\)")
_MISSING: Final = re.compile(
    r"(?P<what>Missing credentials|Missing password|Incomplete credentials) for:? `?(?P<url>https?://[^\s`]+)`?"
)
_NO_PAGE: Final = re.compile(
    r"(?:Missing `Content-Type` header for|Unsupported `Content-Type` .* for|Received some unexpected \w+ from) "
    r"`?(?P<url>https?://[^\s`]+)`?"
)
_UNUSABLE: Final = re.compile(
    r"too many redirects|[Rr]edirect location|relative URL without a base|Invalid (?:redirect|302 location)"
)
_ABSENT: Final = re.compile(r"\b(?P<name>[\w.-]+) (?:was )?not found in the package registry")
_CROSS: Final = re.compile(r"\N{MULTIPLICATION SIGN} (?!No solution found)")
_CAUSE: Final = re.compile(r"[Cc]aused by|cause:|[├╰]─▶")
_HINT: Final = re.compile(r"\((?P<url>https?://[^\s)]+)\).*?(?P<status>40[13]) ")


def plain(run: UvRun, text: str) -> None:
    """Take a line without a level."""
    run.broken = run.broken or text.startswith("error:") or _CROSS.match(text) is not None
    if run.failing is not None:
        if _cause(run, text):
            return
        if not _CAUSE.match(text.strip()):
            run.failing = None
    for pattern, handler in _HANDLERS:
        if found := pattern.search(text):
            handler(run, found)
            return
    _end(run, text)


def _fetch(run: UvRun, found: Match[str]) -> None:
    """The error is about this fetch."""
    url = url_of(found["url"])
    fetch = run.known(url) if url else None
    if fetch is not None:
        run.current, fetch.fatal = fetch, run.broken


def _status(run: UvRun, found: Match[str]) -> None:
    """The error names the status that the fetch ended with."""
    url = url_of(found["url"])
    if url is not None and run.current is not None and run.current.fatal:
        run.ends[url.bare().reveal()] = run.current
    fetch = (run.known(url) if url else None) or run.current
    if fetch is None:
        return
    fetch.fatal = fetch.fatal or run.broken
    if fetch.last is not None and fetch.last.status is None:
        fetch.last.answer(int(found["status"]), sure=run.behaviours.follows_redirects_itself)


def _lacking(run: UvRun, found: Match[str]) -> None:
    """Nothing was sent for want of credentials."""
    fetch = _fault(run, found["url"], _missing(found["what"]))
    if fetch is not None and fetch.waits and found["what"] != "Missing credentials":
        fetch.sent.pop()


def _no_page(run: UvRun, found: Match[str]) -> None:
    """What came back is no page."""
    _fault(run, found["url"], NOT_A_PAGE)


def _unusable(run: UvRun, _: Match[str]) -> None:
    """A redirect leads nowhere."""
    if run.current is not None:
        run.current.fault = Decision("uv.redirect-unusable", "the redirect can't be followed: uv gives up")


def _absent(run: UvRun, found: Match[str]) -> None:
    """The search for a package is over, and found none."""
    run.gone_on.add(found["name"])
    run.absent.add(found["name"])


_HANDLERS: Final = (
    (_ABSENT, _absent),
    (_FETCH, _fetch),
    (_STATUS, _status),
    (_MISSING, _lacking),
    (_NO_PAGE, _no_page),
    (_UNUSABLE, _unusable),
)


def _cause(run: UvRun, text: str) -> bool:
    failure = next((failure for failure, words in _FAILURES if words.search(text)), None)
    if failure is not None and run.failing is not None:
        run.failing.fail(failure)
        run.failing = None
    return failure is not None


def _end(run: UvRun, text: str) -> None:
    """Tell by the error that ends the run why the last request of its fetch got no answer."""
    sending = _SENDING.search(text)
    url = url_of(sending["url"]) if sending else None
    if url is not None and run.current is not None and run.current.fatal:
        run.ends[url.bare().reveal()] = run.current
        run.current = run.known(url) or run.current
    if not _CAUSE.search(text) or run.current is None or run.current.last is None:
        return
    last = run.current.last
    if last.status is None and last.failure is None:
        run.failing = last
        if _cause(run, text) and not run.behaviours.follows_redirects_itself:
            last.evidence = Witness.INFERRED
        run.failing = None


def _missing(what: str) -> Decision:
    if what != "Missing credentials":
        text = "`authenticate = always`, and no password was found: nothing was asked"
        return Decision("uv.incomplete-credentials", text, drops=True)
    text = "`authenticate = always`, and no credentials were found: nothing was asked"
    return Decision("uv.missing-credentials", text, drops=True)


def _fault(run: UvRun, text: str, fault: Decision) -> Fetch | None:
    """Note why a fetch failed; the URL is that of the answer, to which redirects may have led without a word."""
    url = url_of(text)
    fetch = run.known(url) if url else None
    if fetch is None and url is not None and not run.behaviours.follows_redirects_itself:
        fetch = most_like(run, [one for one in run.fetches if one.may_have_been_redirected], url)
        if fetch is not None and fetch.last is not None:
            status = fetch.last.status
            follow(run, fetch, fetch.last, url, fetch.last.line).status = status
    if fetch is not None:
        fetch.fault, fetch.fatal = fault, fetch.fatal or run.broken
    return fetch


def hinted(text: str) -> tuple[str, int] | None:
    """Return the index and the status that a hint names."""
    found = _HINT.search(" ".join(text.split()))
    return (found["url"], int(found["status"])) if found else None


def hint(run: UvRun, text: str) -> None:
    """Take a hint at the end: which index ended a search, and with which status."""
    found = hinted(text)
    if found is None:
        return
    index, status = url_of(found[0]), found[1]
    if index is None:
        return
    run.hinted.add((spelled(index), status))
    for fetch in run.fetches:
        of_index = fetch.index is not None and spelled(fetch.index) == spelled(index)
        if of_index and fetch.last is not None and not fetch.last.answered:
            fetch.last.answer(status)
