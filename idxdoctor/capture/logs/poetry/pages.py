"""The sources that poetry has, as its log is read, and the pages and files that it asks for."""

from __future__ import annotations

from re import Match
from typing import Final

from idxdoctor.capture.logs.poetry.state import Fetch, Source
from idxdoctor.capture.logs.urls import is_file, root_and_name, url_of
from idxdoctor.capture.logs.userinfo import credential_in
from idxdoctor.model.credential import Credential
from idxdoctor.model.url import Url

PYPI: Final = "PyPI"
_PYPI_PAGES: Final = "https://pypi.org/simple/"
_PYPI_RELEASES: Final = "https://pypi.org/pypi/"


class Pages:
    """The sources by name, and all fetches so far; `current` is the one that was begun last."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.fetches: list[Fetch] = []
        self.current: Fetch | None = None
        self._by_package: dict[str, list[Fetch]] = {}

    def on_source(self, line: int, words: Match[str]) -> None:
        """A source is configured."""
        if url := url_of(words["url"]):
            self.sources[words["name"]] = Source(words["name"], url, words["priority"] or "primary", line)

    def on_listed(self, line: int, words: Match[str]) -> None:
        """A page was read, or is not there."""
        source, package = words["source"], words["name"]
        count = int(words.groupdict().get("count") or 0)
        pages = self._by_package.get(package, [])
        fetch = pages[-1] if pages else None
        if fetch is None or (fetch.source != source and fetch.over):
            if any(one.source == source for one in pages):
                return
            fetch = self._kept(source, package, line)
        fetch.source, fetch.listed, fetch.over = source, max(count, fetch.listed or 0), True
        fetch.any_version = (words.groupdict().get("constraint") or "*").strip() == "*"

    def begin(self, url: Url, line: int) -> Fetch:
        """Note that a page or file is asked for."""
        text = url.bare().reveal()
        is_page = not is_file(url) and not text.startswith(_PYPI_RELEASES)
        source = self._source_of(url) if is_page else None
        name = source.name if source else PYPI if text.startswith(_PYPI_PAGES) else None
        package = root_and_name(url)[1] if is_page else None
        fetch = Fetch(line, url.bare(), package, name, is_page)
        if text.startswith(_PYPI_RELEASES):
            fetch.package = url.segments[1] if len(url.segments) > 1 else None
        self._add(fetch)
        self.current = fetch
        return fetch

    def given(self, url: Url) -> Credential | None:
        """Return the credential that a source's URL holds, for a page below it."""
        source = self._source_of(url)
        return credential_in(source.url, source.line) if source else None

    def ended_at(self, url: Url, status: int) -> Fetch | None:
        """Return the last fetch if it ended with this answer."""
        last = self.fetches[-1].last if self.fetches else None
        return self.fetches[-1] if last is not None and last.url == url.bare() and last.status == status else None

    def _source_of(self, url: Url) -> Source | None:
        """Return the source that a page is of, by its URL; of several with the same URL, one not yet asked for it."""
        above, package = root_and_name(url)
        root = above.reveal().rstrip("/")
        fitting = [one for one in self.sources.values() if one.url.bare().reveal().rstrip("/") == root]
        asked = {fetch.source for fetch in self._by_package.get(package, []) if fetch.url == url.bare() and fetch.over}
        return next((one for one in fitting if one.name not in asked), fitting[0] if fitting else None)

    def _kept(self, source: str, package: str, line: int) -> Fetch:
        known = self.sources.get(source)
        root = known.url.bare().reveal().rstrip("/") if known else _PYPI_PAGES.rstrip("/")
        fetch = Fetch(line, Url.parse(f"{root}/{package}/"), package, source, is_page=True, kept=True)
        self._add(fetch)
        return fetch

    def _add(self, fetch: Fetch) -> None:
        self.fetches.append(fetch)
        if fetch.is_page and fetch.package is not None:
            self._by_package.setdefault(fetch.package, []).append(fetch)
