"""The pages that pdm asks for, as its log is read, and what became of each."""

from __future__ import annotations

from re import Match

from idxdoctor.capture.logs.pdm.state import Fetch
from idxdoctor.capture.logs.python_failures import detail_in, failure_in
from idxdoctor.capture.logs.urls import root_and_name, url_of
from idxdoctor.model.exchange import Failure


class Pages:
    """The pages that were asked for so far, in order; `ended` is the one of which the log told last what became.

    `failure` is why no answer came where an error said so, of whatever page.
    """

    def __init__(self) -> None:
        self.fetches: list[Fetch] = []
        self.ended: Fetch | None = None
        self.failure: Failure | None = None
        self._resolved = False
        self._opened: list[Fetch] = []
        self._packages: set[str] = set()

    def on_result(self, _: int, __: Match[str]) -> None:
        """The versions are chosen; what follows is for hashes, many packages at a time."""
        self._resolved = True

    def on_collecting(self, line: int, words: Match[str]) -> None:
        """A page is about to be asked for."""
        url = url_of(words["url"])
        if url is None:
            return
        root, package = root_and_name(url.bare())
        fetch = Fetch(line, url.bare(), package, root, "@" in words["url"], is_alone=not self.many_at_a_time)
        for other in self.unended():
            other.is_alone = fetch.is_alone = False
        self._opened.append(fetch)
        self._add(fetch)

    def on_fetched(self, line: int, words: Match[str]) -> None:
        """A page was read."""
        if fetch := self._end(words["url"], line):
            fetch.status, fetch.kept = 200, words["kept"] is not None

    def on_failed(self, line: int, words: Match[str]) -> None:
        """A page could not be used."""
        if fetch := self._end(words["url"], line):
            fetch.status, fetch.why = (int(words["status"]), None) if words["status"] else (200, words["why"])

    def on_untrusted(self, line: int, words: Match[str]) -> None:
        """A page is not asked for, since its server is not trusted."""
        if fetch := self._end(words["url"], line):
            fetch.is_sent = False

    def on_prompting(self, _: int, __: Match[str]) -> None:
        """The run ends since pdm would ask the user for credentials."""
        for fetch in self.unended():
            fetch.status, fetch.prompted, fetch.over = 401, True, True

    def on_error(self, _: int, words: Match[str]) -> None:
        """An error of the HTTP library ends the run."""
        self.failure = failure_in(words["why"])
        for fetch in self.unended():
            fetch.failure, fetch.detail = self.failure, detail_in(words["why"])
            fetch.why = None if fetch.failure else words["why"].partition(":")[0].rstrip("]")
            fetch.over = True

    def on_no_json(self, _: int, __: Match[str]) -> None:
        """A page is no JSON, which ends the run."""
        if self.fetches and self.fetches[-1].status == 200:
            self.fetches[-1].why, self.fetches[-1].broke = "the answer is no JSON", True

    @property
    def many_at_a_time(self) -> bool:
        """Say whether lines may be about several packages by now."""
        return self._resolved and len(self._packages) > 1

    def unended(self) -> list[Fetch]:
        """Return the pages that were asked for, and of which nothing came yet."""
        self._opened = [fetch for fetch in self._opened if not fetch.over]
        return self._opened

    def speaker(self) -> Fetch | None:
        """Return the page that a line without a URL is about; None where it may be about several, or a file."""
        unended = self.unended()
        return unended[0] if len(unended) == 1 and unended[0].is_alone else None

    def _end(self, text: str, line: int) -> Fetch | None:
        url = url_of(text)
        self.ended = None
        if url is None:
            return None
        fetch = next((one for one in self.unended() if one.url == url.bare()), None)
        if fetch is None:
            root, package = root_and_name(url.bare())
            fetch = Fetch(line, url.bare(), package, root, "@" in text, is_shown=False)
            self._add(fetch)
        fetch.over = True
        self.ended = fetch
        return fetch

    def _add(self, fetch: Fetch) -> None:
        self.fetches.append(fetch)
        self._packages.add(fetch.package)
