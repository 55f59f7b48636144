"""What uv prints without a level: the error that ends the run, its causes, the hints."""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.urls import HIDDEN, url_of
from idxdoctor.capture.logs.uv import ends
from idxdoctor.capture.logs.uv.answers import ended_at
from idxdoctor.capture.logs.uv.causes import CAUSE, cause, end
from idxdoctor.capture.logs.uv.hidden import follow, hop_to, like
from idxdoctor.capture.logs.uv.hints import HINT, hint, page_at
from idxdoctor.capture.logs.uv.lists import named
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.sayings import VERSION, is_own
from idxdoctor.capture.logs.uv.state import NOT_A_PAGE, Fetch
from idxdoctor.config.names import normalized_name
from idxdoctor.model.exchange import Decision, Gap
from idxdoctor.model.url import Url

_FETCH: Final = re.compile(r"Failed to (?:fetch|download)[^:`]*:? `?(?P<url>https?://[^\s`]+)`?")
_FILE: Final = re.compile(r"Failed to (?:download(?: and build)?:? `?|fetch wheel: )(?P<name>[\w.-]+)(?:==|`)")
_RELATIVE: Final = re.compile(r"Invalid 302 location URL")
_ONE_RELEASE: Final = "0.6.15"
"""The only release that says so, of a redirect to a path."""
_LIST: Final = re.compile(r"Failed to read `--find-links` URL: (?P<url>https?://\S+)")
_STATUS: Final = re.compile(r"HTTP status \w+ error \((?P<status>\d{3})[^)]*\)(?: for url \((?P<url>[^)]+))?")
_MISSING: Final = re.compile(
    r"(?P<what>Missing credentials|Missing password|Incomplete credentials) for:? `?(?P<url>https?://[^\s`]+)`?"
)
_NO_PAGE: Final = re.compile(
    r"(?:(?:Missing|Invalid) `Content-Type` header for|Unsupported `Content-Type` \"(?P<type>[^\"]*)\" for|"
    r"Received some unexpected \w+ from) `?(?P<url>[^\s`]+?)`?(?:\.? Expected|\.?$)"
)
_UNUSABLE: Final = re.compile(
    r"too many redirects|[Rr]edirect location|relative URL without a base|Invalid (?:redirect|302 location)"
)
_ABSENT: Final = re.compile(
    r"\b(?P<name>[\w.-]+) (?:was )?not found in the (?P<where>package registry|provided package locations)"
)
_LACKING: Final = re.compile(r"\bthere (?:is no version|are no versions) of (?P<name>[\w.-]+)(?=[\s,]|$)")
_CROSS: Final = re.compile(r"[\N{MULTIPLICATION SIGN}x] (?!No solution found)[A-Z]")


def plain(run: UvRun, text: str, line: int) -> None:
    """Take what uv printed without a level: an error, one of its causes, a hint, or a line of something else."""
    if hinted := HINT.search(text):
        hint(run, hinted, line)
        return
    begins = text.startswith(("error:", "HTTP status ")) or _CROSS.match(text) is not None
    if begins:
        run.errors.within, run.errors.at_fault = False, None
    run.errors.broken = run.errors.broken or begins or (CAUSE.match(text) is not None and is_own(text))
    if run.errors.failing is not None:
        if cause(run, text):
            return
        if not CAUSE.match(text.strip()):
            run.errors.failing = None
    for pattern, handler in _HANDLERS:
        if found := pattern.search(text):
            handler(run, Said(line, found))
            return
    end(run, text, line)


def _fetch(run: UvRun, said: Said) -> None:
    """The error is about this fetch."""
    run.current = run.at(said["url"], said.line)
    if run.current is not None:
        run.current.fatal = run.errors.broken


def _list(run: UvRun, said: Said) -> None:
    """The error is about a list of files."""
    fetch = named(run, said)
    if fetch is not None:
        fetch.fatal = run.errors.broken


def _cut(run: UvRun, url: Url | None, line: int) -> Fetch:
    """Begin a fetch whose URL somebody cut or blanked, so that it may be that of a page or of a file.

    What is left of a blanked one is the name of the file, if that.
    """
    fetch = run.begin(Fetch(line, url.bare() if url is not None else HIDDEN))
    fetch.is_cut = True
    return fetch


def _file(run: UvRun, said: Said) -> None:
    """The error is about a file of this package; its causes say which."""
    run.errors.at_fault = normalized_name(said["name"])
    run.errors.fetched.add(run.errors.at_fault)


def _status(run: UvRun, said: Said) -> None:
    """The error names the status that the fetch ended with."""
    text = said.get("url") or ""
    url = url_of(text)
    if url is not None and run.current is not None and run.current.fatal:
        ended_at(run, run.current, url)
    fetch = (run.known(url) if url else None) or run.current or run.at(text, said.line) or _cut(run, url, said.line)
    fetch.fatal = fetch.fatal or run.errors.broken
    last = fetch.last or run.unseen(fetch, said.line)
    if last.status is None:
        last.answer(int(said["status"]), sure=run.behaviours.follows_redirects_itself)


def unsent(run: UvRun, said: Said) -> None:
    """Nothing was sent for want of credentials."""
    fetch = _fault(run, said, _lack(said["what"]))
    if fetch is not None and fetch.waits and said["what"] != "Missing credentials":
        fetch.sent.pop()


def _no_page(run: UvRun, said: Said) -> None:
    """What came back is no page; where its URL is blanked, neither the index nor the package is known."""
    media_type = said.get("type")
    text = f"the answer is no simple page but {media_type}: uv gives up"
    fault = NOT_A_PAGE._replace(text=text) if media_type else NOT_A_PAGE
    fetch = _fault(run, said, fault)
    if fetch is None and url_of(said["url"]) is None and not run.fetches:
        fetch = page_at(run, HIDDEN, said.line)
        fetch.fault, fetch.fatal = fault, True
    if fetch is not None and fetch.last is None:
        run.unseen(fetch, said.line)


def _unusable(run: UvRun, _: Said) -> None:
    """A redirect leads nowhere."""
    if run.current is not None:
        run.current.fault = Decision("uv.redirect-unusable", "the redirect can't be followed: uv gives up")


def _version(run: UvRun, said: Said) -> None:
    """The release, as somebody asked for it."""
    if run.version is None:
        run.told(said["version"])


def _relative(run: UvRun, said: Said) -> None:
    """A redirect to a path is not followed."""
    run.told(run.version or _ONE_RELEASE)
    if run.current is not None:
        last = run.current.last or run.unseen(run.current, said.line)
        last.gaps.add(Gap.STATUS)
        text = "the redirect is to a path, without scheme and host: uv gives up"
        run.current.fault = Decision("uv.redirect-relative", text)


def _absent(run: UvRun, said: Said) -> None:
    """The search for a package is over, and found none."""
    run.searches.gone_on.add(said["name"])
    run.searches.absent.add(said["name"])
    run.errors.no_index = run.errors.no_index or said["where"] != "package registry"
    run.errors.unmet.append(said["name"])


def _lacking(run: UvRun, said: Said) -> None:
    """No version of a package fits; there may be none at all."""
    run.errors.unmet.append(said["name"])


_HANDLERS: Final = (
    (VERSION, _version),
    (_ABSENT, _absent),
    (_LACKING, _lacking),
    (_LIST, _list),
    (_FETCH, _fetch),
    (_FILE, _file),
    *ends.HANDLERS,
    (_STATUS, _status),
    (_MISSING, unsent),
    (_NO_PAGE, _no_page),
    (_RELATIVE, _relative),
    (_UNUSABLE, _unusable),
)


def _lack(what: str) -> Decision:
    if what != "Missing credentials":
        text = "`authenticate = always`, and no password was found: nothing was asked"
        return Decision("uv.incomplete-credentials", text, drops=True)
    text = "`authenticate = always`, and no credentials were found: nothing was asked"
    return Decision("uv.missing-credentials", text, drops=True)


def _fault(run: UvRun, said: Said, fault: Decision) -> Fetch | None:
    """Note why a fetch failed; the URL is that of the answer, to which redirects may have led without a word."""
    url = url_of(said["url"])
    fetch = run.known(url) if url else None
    if fetch is None and url is not None and not run.behaviours.follows_redirects_itself:
        likely = like((one for one in run.fetches if one.may_have_been_redirected), url)
        fetch = likely[-1] if likely else None
        if fetch is not None:
            last = fetch.last or run.unseen(fetch, said.line)
            follow(run, fetch, last, hop_to(url, last.line, last.status))
    if fetch is None and not run.fetches:
        fetch = run.at(said["url"], said.line)
    if fetch is not None:
        fetch.fault, fetch.fatal = fault, fetch.fatal or run.errors.broken
    return fetch
