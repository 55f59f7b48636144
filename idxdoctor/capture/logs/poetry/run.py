"""One run of poetry as its log is read: its sources, and the pages and files that it asks for."""

from __future__ import annotations

from re import Match
from typing import Final

from idxdoctor.capture.logs.poetry.hops import hop_of
from idxdoctor.capture.logs.poetry.state import Fetch, Source
from idxdoctor.capture.logs.python_failures import failure_in
from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.urls import is_file, is_page, root_and_name, url_of
from idxdoctor.capture.logs.userinfo import credential_in
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Decision, Failure, Gap, Witness
from idxdoctor.model.url import Url

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
RETRIED: Final = frozenset({429, 500, 501, 502, 503, 504})
"""poetry: utils/constants.py STATUS_FORCELIST."""
PYPI: Final = "PyPI"
_PYPI_PAGES: Final = "https://pypi.org/simple/"
_PYPI_RELEASES: Final = "https://pypi.org/pypi/"


class PoetryRun:
    """What the log has told so far. `broken` says that an error ended the run, `missing` which packages lack versions.

    `keyring_trouble` are the services at which the keyring failed, each with why.
    """

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.fetches: list[Fetch] = []
        self.missing: set[str] = set()
        self.keyring_trouble: dict[str, str] = {}
        self.broken = False
        self._pages: dict[str, list[Fetch]] = {}
        self._current: Fetch | None = None
        self._again = False
        self._answered = False
        self._lost: list[int] = []
        self._why: Failure | None = None
        self._netloc: str | None = None

    def source(self, line: int, words: Match[str]) -> None:
        """A source is configured."""
        if url := url_of(words["url"]):
            self.sources[words["name"]] = Source(words["name"], url, words["priority"] or "primary", line)

    def request(self, line: int, words: Match[str]) -> None:
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

    def retrying(self, line: int, _: Match[str]) -> None:
        """The request is made once more, after an answer or none."""
        last = self._current.last if self._current else None
        if not self._answered or last is None or last.status not in RETRIED:
            self._lost.append(line)
        self._again, self._answered = True, False

    def refused(self, line: int, words: Match[str]) -> None:
        """A page was answered 401 or 403."""
        url = url_of(words["url"])
        if url is None:
            return
        fetch = self._at(url, line)
        if fetch.last is None:
            self._send(fetch, url, line).gaps.add(Gap.STATUS)
        fetch.source, fetch.refused, fetch.over = words["source"], True, True

    def listed(self, line: int, words: Match[str]) -> None:
        """A page was read, or is not there."""
        source, package = words["source"], words["name"]
        count = int(words.groupdict().get("count") or 0)
        pages = self._pages.get(package, [])
        fetch = pages[-1] if pages else None
        if fetch is None or (fetch.source != source and fetch.over):
            if any(one.source == source for one in pages):
                return
            fetch = self._kept(source, package, line)
        fetch.source, fetch.listed, fetch.over = source, max(count, fetch.listed or 0), True
        fetch.any_version = (words.groupdict().get("constraint") or "*").strip() == "*"

    def downloading(self, line: int, words: Match[str]) -> None:
        """A file is asked for."""
        if url := url_of(words["url"]):
            self._begin(url, line)

    def locked(self, _: int, words: Match[str]) -> None:
        """The keyring is locked."""
        self.keyring_trouble.setdefault(words["service"], "is locked")

    def keyring_failed(self, _: int, words: Match[str]) -> None:
        """The keyring can't be asked."""
        self.keyring_trouble.setdefault(words["service"], "can't be read")

    def status_error(self, line: int, words: Match[str]) -> None:
        """A status ended the run."""
        self.broken = True
        url, status = url_of(words["url"]), int(words["status"])
        if url is None or self._ended_at(url, status) or not (is_page(url) or is_file(url)):
            return
        fetch = self._at(url, line)
        self._send(fetch, url, line).answer(status)
        fetch.over = True

    def unanswered(self, line: int, words: Match[str]) -> None:
        """No answer came, which ended the run."""
        self.broken = True
        self._why = failure_in(words["why"]) or Failure.CONNECT
        parts = words.groupdict()
        if parts.get("path"):
            port = "" if parts["port"] in {"443", "80"} else f":{parts['port']}"
            scheme = "https" if parts["tls"] else "http"
            target = parts["path"] if "://" in parts["path"] else f"{scheme}://{parts['host']}{port}{parts['path']}"
            self._fail(url_of(target), line)

    def exhausted(self, _: int, words: Match[str]) -> None:
        """All tries at a host were in vain; which page it was, a later line may say."""
        self.broken, self._netloc = True, words["netloc"]

    def path(self, line: int, words: Match[str]) -> None:
        """The page is named of which no answer came."""
        if self._netloc is not None:
            self._fail(url_of(f"https://{self._netloc}{words['path']}"), line)

    def given(self, url: Url) -> Credential | None:
        """Return the credential that a source's URL holds, for a page below it."""
        source = self.source_of(url)
        return credential_in(source.url, source.line) if source else None

    def source_of(self, url: Url) -> Source | None:
        """Return the source that a page is of, by its URL; of several with the same URL, one not yet asked for it."""
        above, package = root_and_name(url)
        root = above.reveal().rstrip("/")
        fitting = [one for one in self.sources.values() if one.url.bare().reveal().rstrip("/") == root]
        asked = {fetch.source for fetch in self._pages.get(package, []) if fetch.url == url.bare() and fetch.over}
        return next((one for one in fitting if one.name not in asked), fitting[0] if fitting else None)

    def _going_on(self, url: Url) -> Fetch | None:
        """Return the fetch that a request goes on with: tried again, or redirected."""
        fetch = self._current
        if fetch is None or fetch.over:
            return None
        if self._again or fetch.last is None:
            return fetch if fetch.url == url.bare() else None
        return fetch if fetch.last.status in REDIRECTS else None

    def _at(self, url: Url, line: int) -> Fetch:
        """Return the fetch under way for a URL, begun here where the log has not shown its beginning."""
        fetch = self._current
        return fetch if fetch and not fetch.over and fetch.url == url.bare() else self._begin(url, line)

    def _begin(self, url: Url, line: int) -> Fetch:
        text = url.bare().reveal()
        is_page = not is_file(url) and not text.startswith(_PYPI_RELEASES)
        source = self.source_of(url) if is_page else None
        name = source.name if source else PYPI if text.startswith(_PYPI_PAGES) else None
        package = root_and_name(url)[1] if is_page else None
        fetch = Fetch(line, url.bare(), package, name, is_page)
        if text.startswith(_PYPI_RELEASES):
            fetch.package = url.segments[1] if len(url.segments) > 1 else None
        self._add(fetch)
        self._current = fetch
        self._count_lost(fetch)
        return fetch

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
        if last is not None and last.status in REDIRECTS and not self._again:
            last.redirect = url.bare()
            sent = hop_of(last, url, line)
        else:
            sent = self._first(fetch, url, line)
        sent.method = method
        fetch.sent.append(sent)
        return sent

    def _first(self, fetch: Fetch, url: Url, line: int) -> Sent:
        attempt = 1 + sum(one.url == fetch.url and not one.is_hop for one in fetch.sent)
        credential = credential_in(url, line) or (self.given(url) if fetch.is_page else None)
        if credential is None:
            why = Decision("poetry.not-shown", "poetry does not log as whom: what is configured for the source decides")
            return Sent(line, url.bare(), None, why, attempt=attempt, gaps={Gap.WHO})
        text = f"the source's URL ({credential.provenance}) holds the credentials of {credential}"
        return Sent(line, url.bare(), credential, Decision("poetry.url-credentials", text), attempt=attempt)

    def _fail(self, url: Url | None, line: int) -> None:
        """Note that the last try at a URL was in vain, like all before of which nothing was logged."""
        fetch = self._current
        if url is None or (fetch and fetch.over and fetch.last and fetch.last.failure and fetch.last.url == url.bare()):
            return
        on = fetch if fetch and not fetch.over and fetch.last and fetch.last.status in REDIRECTS else None
        fetch = on or self._at(url, line)
        self._again = self._again and on is None
        self._send(fetch, url, line)
        for one in fetch.sent:
            if not one.answered or (Gap.STATUS in one.gaps and one.url == url.bare()):
                one.fail(self._why or Failure.CONNECT)
        fetch.over = True

    def _ended_at(self, url: Url, status: int) -> bool:
        return any(
            fetch.last is not None and fetch.last.url == url.bare() and fetch.last.status == status
            for fetch in self.fetches[-1:]
        )

    def _kept(self, source: str, package: str, line: int) -> Fetch:
        known = self.sources.get(source)
        root = known.url.bare().reveal().rstrip("/") if known else _PYPI_PAGES.rstrip("/")
        fetch = Fetch(line, Url.parse(f"{root}/{package}/"), package, source, is_page=True, kept=True)
        self._add(fetch)
        return fetch

    def _add(self, fetch: Fetch) -> None:
        self.fetches.append(fetch)
        if fetch.is_page and fetch.package is not None:
            self._pages.setdefault(fetch.package, []).append(fetch)
