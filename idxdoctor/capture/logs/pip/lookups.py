"""The searches of one run of pip, from what its log told: by package, page by page, each with its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from idxdoctor.capture.logs.lines import at_line
from idxdoctor.capture.logs.pip.ends import UNANSWERED
from idxdoctor.capture.logs.pip.judged import broke, judged, keyring_failed, searched
from idxdoctor.capture.logs.pip.run import PipRun
from idxdoctor.capture.logs.pip.state import Fetch
from idxdoctor.capture.logs.urls import project_named_by, project_of
from idxdoctor.config.names import normalized_name
from idxdoctor.model.exchange import Decision, Exchange
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Ending, Lookup, Outcome, Visit
from idxdoctor.model.url import Url

_UNTRUSTED: Final = Decision("pip.untrusted", "it is plain http on a host that is not trusted: pip does not ask it")
_NOT_SHOWN: Final = Decision("pip.perhaps-asked", "the log does not show whether it was asked")


def lookups_of(run: PipRun) -> tuple[Lookup, ...]:
    """Return the searches in the order in which they began."""
    pages: dict[str, list[Fetch]] = {package: [] for package in run.locations}
    for fetch in run.fetches:
        if fetch.package is not None:
            pages.setdefault(fetch.package, []).append(fetch)
    for package in run.nothing:
        pages.setdefault(package, [])
    files = _files(run, list(pages))
    for package in files:
        pages.setdefault(package, [])
    searches = [_Search(run, package, fetches, files.get(package, [])) for package, fetches in pages.items()]
    return tuple(search.lookup() for search in searches)


def _files(run: PipRun, packages: list[str]) -> dict[str, list[Fetch]]:
    """Return the files that were fetched, by package."""
    files: dict[str, list[Fetch]] = {}
    for fetch in run.fetches:
        package = None if fetch.is_page else _package_of(fetch.url, packages)
        if package is not None:
            files.setdefault(package, []).append(fetch)
    return files


def _package_of(url: Url, packages: list[str]) -> str | None:
    return project_of(url, packages) or project_named_by(url)


class _Search:
    """The search for one package: its pages, and the requests for its files."""

    def __init__(self, run: PipRun, package: str, pages: list[Fetch], files: list[Fetch]) -> None:
        self._run = run
        self._package = package
        self._pages = pages
        self._files = files
        self._roots = self._all_roots()

    def lookup(self) -> Lookup:
        """Return the search."""
        sent = [(one, self._position(fetch)) for fetch in self._pages for one in fetch.sent]
        sent.sort(key=lambda pair: pair[0].line)
        calls = tuple(call for fetch in (*self._pages, *self._files) for call in fetch.calls)
        exchanges = tuple(one.exchange(position) for one, position in sent)
        files, file_ending = self._file_requests()
        return Lookup(self._package, exchanges, calls, self._ending(), files, file_ending)

    def _all_roots(self) -> list[Url]:
        """Return the indexes in search order: those that pip announced, or those of the banner, and that were asked."""
        announced = [_root_of(url, self._package) for url in self._run.locations.get(self._package, ())]
        if not announced or len(announced) < self._run.announced[self._package]:
            announced = self._configured()
        asked = [fetch.root for fetch in self._pages if fetch.root is not None]
        return list({root.reveal().rstrip("/"): root for root in (*announced, *asked)}.values())

    def _configured(self) -> list[Url]:
        """Return the indexes that are known, but for those on a host of which a prompt does not tell which it was."""
        hosts = {fetch.url.origin for fetch in self._pages if fetch.by_host and fetch.root == fetch.url}
        indexes = () if self._run.no_index else self._run.wallet.indexes
        return [index.url for index in indexes if index.url.origin not in hosts]

    @property
    def _shows_hosts_alone(self) -> bool:
        """Say whether pip asked for a username in this search, whose indexes it did not announce."""
        return any(fetch.by_host for fetch in self._pages) and self._package not in self._run.locations

    def _position(self, fetch: Fetch) -> int:
        text = fetch.root.reveal().rstrip("/") if fetch.root is not None else ""
        return next((n for n, root in enumerate(self._roots) if root.reveal().rstrip("/") == text), 0)

    def _indexes(self) -> tuple[Index, ...]:
        return tuple(self._index(root) for root in self._roots)

    def _index(self, root: Url) -> Index:
        text = root.reveal().rstrip("/")
        known = (index for index in self._run.wallet.indexes if index.url.reveal().rstrip("/") == text)
        for index in known:
            return index
        page = next((fetch for fetch in self._pages if fetch.root == root), None)
        return Index(root, at_line(page.line if page is not None else 1), credential=page.given if page else None)

    def _ending(self) -> Ending:
        indexes = self._indexes()
        visits = tuple(self._visits(indexes))
        outcome, index = self._outcome(visits)
        status = next((visit.status for visit in visits if visit.index == index), None)
        return Ending(outcome, indexes, visits, index, status)

    def _visits(self, indexes: tuple[Index, ...]) -> Iterator[Visit]:
        asked = {self._position(fetch): fetch for fetch in self._pages}
        stopped = any(broke(self._run, fetch) for fetch in self._pages)
        failed = keyring_failed(self._run)
        ignored = any(index.url.host in self._run.untrusted for index in indexes)
        for position, index in enumerate(indexes):
            fetch = asked.get(position)
            if fetch is not None:
                status = fetch.last.status if fetch.last is not None else None
                yield Visit(position, judged(self._run, fetch), status, searched(self._run, fetch))
            elif index.url.scheme == "http" and index.url.host in self._run.untrusted:
                yield Visit(position, _UNTRUSTED)
            elif self._shows_hosts_alone and position < max(asked, default=0):
                yield Visit(position, Decision("pip.not-shown", "the log does not show what came back"))
            elif not stopped and (ignored or failed or self._pages or self._files):
                yield Visit(position, _NOT_SHOWN, search=failed)

    def _outcome(self, visits: tuple[Visit, ...]) -> tuple[Outcome, int | None]:
        broken = next((fetch for fetch in self._pages if broke(self._run, fetch)), None)
        if broken is not None:
            stopped = self._run.broken == UNANSWERED
            return (Outcome.STOPPED if stopped else Outcome.FAILED), self._position(broken)
        if self._run.awaited in self._pages:
            return Outcome.UNKNOWN, self._position(self._run.awaited)
        listing = [fetch for fetch in self._pages if fetch.links]
        if self._package in self._run.nothing:
            return Outcome.NOT_FOUND, None
        used = self._run.used.get(self._package) or self._used()
        if used is not None or listing:
            return Outcome.FOUND, self._position(used or listing[-1])
        if self._package in self._run.used or (self._files and self._roots):
            return Outcome.FOUND, self._only_page()
        asked = [visit.index for visit in visits if visit.decision is not _NOT_SHOWN]
        return Outcome.UNKNOWN, asked[-1] if asked else None

    def _used(self) -> Fetch | None:
        """Return the page that lists the first file that was fetched."""
        for fetch in self._files:
            url = fetch.url.reveal().removesuffix(".metadata")
            page = self._run.links.get(url) or self._run.links.get(url.rpartition("/")[2])
            if page in self._pages:
                return page
        return None

    def _only_page(self) -> int | None:
        had = [fetch for fetch in self._pages if fetch.last is None or (fetch.last.status or 0) < 400]
        return self._position(had[0]) if len(had) == 1 else None

    def _file_requests(self) -> tuple[tuple[Exchange, ...], Ending | None]:
        sent = [one for fetch in self._files for one in fetch.sent]
        sent.sort(key=lambda one: one.line)
        last = sent[-1] if sent else None
        if last is None or not (last.failure or (last.status or 0) >= 400) or not self._run.over:
            return tuple(one.exchange(0) for one in sent), None
        refused = Decision("pip.file-refused", "the file could not be fetched: pip gives up")
        ending = Ending(Outcome.FAILED, (), (Visit(0, refused, last.status),), status=last.status)
        return tuple(one.exchange(0) for one in sent), ending


def _root_of(page: Url, package: str) -> Url:
    """Return the index that an announced page is of; a page of `--find-links` stands for itself."""
    folder, _, name = page.path.removesuffix("/").rpartition("/")
    return replace(page.bare(), path=folder or "/") if normalized_name(name) == package else page.bare()
