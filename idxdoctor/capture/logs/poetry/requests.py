"""The requests that poetry sends for pages and files, as its log is read."""

from __future__ import annotations

from re import Match
from typing import Final

from idxdoctor.capture.logs.poetry.hops import hop_of
from idxdoctor.capture.logs.poetry.pages import Pages
from idxdoctor.capture.logs.poetry.state import Fetch
from idxdoctor.capture.logs.python_failures import detail_in, failure_in
from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.urls import is_file, is_page, url_of
from idxdoctor.capture.logs.userinfo import credential_in
from idxdoctor.model.exchange import MAY_REFUSE, Decision, Failure, Gap, Witness
from idxdoctor.model.url import Url

RETRIED: Final = frozenset({429, 500, 501, 502, 503, 504})
"""poetry: utils/constants.py STATUS_FORCELIST."""
_KEPT: Final = frozenset({301, 308})
"""cachecontrol: controller.py PERMANENT_REDIRECT_STATUSES, which lead on from the cache when a page is tried again."""


class Requests:
    """Puts each request with the page or file that it is for. `broken` says that an error ended the run."""

    def __init__(self, pages: Pages) -> None:
        self.broken = False
        self._pages = pages
        self._again = False
        self._answered = False
        self._lost: list[int] = []
        self._strayed: list[tuple[int, int]] = []
        self._why: Failure | None = None
        self._detail: str | None = None
        self._netloc: str | None = None

    def on_request(self, line: int, words: Match[str]) -> None:
        """A request was answered."""
        if words["method"] == "POST":
            return
        target = words["path"] if "://" in words["path"] else f"{words['origin']}{words['path']}"
        url = url_of(target)
        if url is None:
            return
        fetch = self._going_on(url)
        if fetch is None:
            fetch = self._begin(url, line)
        self._count_lost(fetch)
        self._send(fetch, url, line, words["method"]).answer(int(words["status"]))
        self._again, self._answered = False, True

    def on_retrying(self, line: int, _: Match[str]) -> None:
        """The request is made once more, after an answer or none: from where a redirect led, or for the page itself."""
        fetch = self._pages.current
        last = fetch.last if fetch and not fetch.over else None
        if fetch and last and last.leads_on and (self._answered or last.status in _KEPT):
            self._strayed.append((len(fetch.sent), line))
        elif not self._answered or last is None or last.status not in RETRIED:
            self._lost.append(line)
        self._again, self._answered = True, False

    def on_refused(self, line: int, words: Match[str]) -> None:
        """A page was answered 401 or 403."""
        url = url_of(words["url"])
        if url is None:
            return
        fetch = self._refused() or self._at(url, line)
        if fetch.last is None:
            self._send(fetch, url, line).gaps.add(Gap.STATUS)
        fetch.source, fetch.refused, fetch.over = words["source"], True, True

    def on_downloading(self, line: int, words: Match[str]) -> None:
        """A file is asked for."""
        if url := url_of(words["url"]):
            self._begin(url, line)

    def on_status_error(self, line: int, words: Match[str]) -> None:
        """A status ended the run."""
        self.broken = True
        url, status = url_of(words["url"]), int(words["status"])
        if url is None or not (is_page(url) or is_file(url)):
            return
        known = self._pages.ended_at(url, status)
        fetch = known or self._at(url, line)
        if known is None:
            self._send(fetch, url, line).answer(status)
            fetch.over = True
        fetch.is_fatal = fetch.is_page and status in MAY_REFUSE and not fetch.refused

    def on_unanswered(self, line: int, words: Match[str]) -> None:
        """No answer came, which ended the run."""
        self.broken = True
        self._why, self._detail = failure_in(words["why"]) or Failure.CONNECT, detail_in(words["why"])
        parts = words.groupdict()
        if parts.get("path"):
            port = "" if parts["port"] in {"443", "80"} else f":{parts['port']}"
            scheme = "https" if parts["tls"] else "http"
            target = parts["path"] if "://" in parts["path"] else f"{scheme}://{parts['host']}{port}{parts['path']}"
            self._fail(url_of(target), line)

    def on_exhausted(self, _: int, words: Match[str]) -> None:
        """All tries at a host were in vain; which page it was, a later line may say."""
        self.broken, self._netloc = True, words["netloc"]

    def on_path(self, line: int, words: Match[str]) -> None:
        """The page is named of which no answer came."""
        if self._netloc is not None:
            self._fail(url_of(f"https://{self._netloc}{words['path']}"), line)

    def _begin(self, url: Url, line: int) -> Fetch:
        fetch = self._pages.begin(url, line)
        self._strayed = []
        self._count_lost(fetch)
        return fetch

    def _going_on(self, url: Url) -> Fetch | None:
        """Return the fetch that a request goes on with: tried again, or redirected."""
        fetch = self._pages.current
        if fetch is None or fetch.over:
            return None
        if fetch.last and fetch.last.leads_on and fetch.last.status in _KEPT and fetch.url != url.bare():
            self._again = False
        if self._again or fetch.last is None:
            return fetch if fetch.url == url.bare() else None
        return fetch if fetch.last.leads_on else None

    def _refused(self) -> Fetch | None:
        """Return the page under way that was refused: where the cache has the redirect to it, under another URL."""
        fetch = self._pages.current
        if fetch is None or fetch.over or not fetch.is_page or fetch.last is None:
            return None
        return fetch if fetch.last.status in MAY_REFUSE else None

    def _at(self, url: Url, line: int) -> Fetch:
        """Return the fetch under way for a URL, begun here where the log has not shown its beginning."""
        fetch = self._pages.current
        return fetch if fetch and not fetch.over and fetch.url == url.bare() else self._begin(url, line)

    def _count_lost(self, fetch: Fetch) -> None:
        """Note the tries of which the log shows that no answer came, and not why."""
        for line in self._lost:
            sent = self._send(fetch, fetch.url, line)
            sent.evidence = Witness.INFERRED
            sent.gaps.add(Gap.STATUS)
            self._again = True
        self._lost = []

    def _send(self, fetch: Fetch, url: Url, line: int, method: str = "GET") -> Sent:
        """Note a request: a hop after a redirect, or the first of a try."""
        last = fetch.last
        if last is not None and last.leads_on and not self._again:
            last.redirect = url.bare()
            sent = hop_of(last, url, line)
        else:
            sent = self._first(fetch, url, line)
        sent.method = method
        fetch.sent.append(sent)
        if sent.is_hop:
            self._place_strayed(fetch, url)
        return sent

    def _place_strayed(self, fetch: Fetch, url: Url) -> None:
        """Put in the tries that got no answer where a redirect led, now that it is known where that is."""
        for place, line in reversed(self._strayed):
            sent = hop_of(fetch.sent[place - 1], url, line)
            fetch.sent[place - 1].redirect, sent.evidence = url.bare(), Witness.INFERRED
            sent.gaps.add(Gap.STATUS)
            fetch.sent.insert(place, sent)
        self._strayed = []

    def _first(self, fetch: Fetch, url: Url, line: int) -> Sent:
        attempt = 1 + sum(one.url == fetch.url and not one.is_hop for one in fetch.sent)
        credential = credential_in(url, line) or (self._pages.given(url) if fetch.is_page else None)
        if credential is None:
            why = Decision("poetry.not-shown", "poetry does not log as whom: what is configured for the source decides")
            return Sent(line, url.bare(), None, why, attempt=attempt, gaps={Gap.WHO})
        text = f"the source's URL ({credential.provenance}) holds the credentials of {credential}"
        return Sent(line, url.bare(), credential, Decision("poetry.url-credentials", text), attempt=attempt)

    def _fail(self, url: Url | None, line: int) -> None:
        """Note that the last try at a URL was in vain, like all before of which nothing was logged."""
        fetch = self._pages.current
        failed = fetch and fetch.over and fetch.last and fetch.last.failure
        if url is None or (fetch and failed and url.bare() in {fetch.url, fetch.sent[-1].url}):
            return
        on = fetch if fetch and not fetch.over and fetch.last and fetch.last.leads_on else None
        fetch = on or self._at(url, line)
        self._again = self._again and on is None
        self._send(fetch, url, line)
        for one in fetch.sent:
            if not one.answered or (Gap.STATUS in one.gaps and one.url == url.bare()):
                one.fail(self._why or Failure.CONNECT, self._detail)
        fetch.over = True
