"""The searches of one run of poetry, from what its log told: by package, source by source, each with its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from idxdoctor.capture.logs.lines import at_line
from idxdoctor.capture.logs.poetry.run import PoetryRun
from idxdoctor.capture.logs.poetry.state import Fetch
from idxdoctor.capture.logs.urls import project_named_by, project_of, root_and_name
from idxdoctor.capture.logs.userinfo import credential_in, service_of
from idxdoctor.model.exchange import MAY_REFUSE, AskKeyring, Decision, Exchange, KeyringCall, Witness
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Ending, Lookup, Outcome, Visit
from idxdoctor.model.versions import release_number

_ORDER: Final = {"default": 0, "primary": 1, "secondary": 2, "supplemental": 3, "explicit": 4}
"""poetry: repositories/repository_pool.py, Priority: `default` and `secondary` until 1.8."""
_LAST: Final = _ORDER["supplemental"]
NETRC_UNTIL: Final = "2.3.4"
"""The first release in which a netrc entry for the host does not take the place of the URL's credentials.

https://github.com/python-poetry/poetry/pull/10748
"""


class Searches:
    """The searches of a run, and the sources that they go through.

    `is_sure` says that the release sends a source the credentials in its URL, whatever netrc has for the host.
    """

    def __init__(self, run: PoetryRun, version: str) -> None:
        self._run = run
        self._indexes = _indexes(run)
        self._is_whole = bool(run.pages.sources) or any(fetch.listed is not None for fetch in run.pages.fetches)
        self.is_sure = bool(version) and release_number(version) >= release_number(NETRC_UNTIL)
        if not self.is_sure:
            _doubt_names(run)

    def indexes(self) -> tuple[Index, ...]:
        """Return all sources in the order in which they are asked, those last that are asked by name only."""
        return tuple(self._indexes.values())

    def lookups(self) -> Iterator[Lookup]:
        """Return the searches in the order in which they began, then the projects of which there are only files."""
        pages: dict[str, list[Fetch]] = {}
        for fetch in self._run.pages.fetches:
            if fetch.is_page and fetch.package:
                pages.setdefault(fetch.package, []).append(fetch)
        files = self._files(list(pages))
        for package, fetches in pages.items():
            yield self._with_files(self._lookup(package, fetches), files.get(package, []))
        for package, requests in files.items():
            if package not in pages:
                unshown = Ending(Outcome.UNKNOWN, (), ())
                yield self._with_files(Lookup(package, (), tuple(_calls(self._run)), unshown), requests)

    def _with_files(self, lookup: Lookup, files: list[Exchange]) -> Lookup:
        """Put in the requests for files; where the last one was refused and an error ended the run, that did."""
        status = files[-1].answer.status if files else None
        if status is None or status < 400 or not self._run.requests.broken:
            return lookup._replace(files=tuple(files))
        refused = Decision("poetry.file-refused", "the file could not be fetched: poetry gives up")
        ending = Ending(Outcome.FAILED, (), (Visit(0, refused, status),), status=status)
        return lookup._replace(files=tuple(files), file_ending=ending)

    def _lookup(self, package: str, fetches: list[Fetch]) -> Lookup:
        searched = self._searched(fetches)
        order = {name: position for position, name in enumerate(searched)}
        positions = [order[_source_of(fetch)] for fetch in fetches]
        exchanges = tuple(
            sent.exchange(position) for fetch, position in zip(fetches, positions, strict=True) for sent in fetch.sent
        )
        judged = [self._visit(fetch, position) for fetch, position in zip(fetches, positions, strict=True)]
        ending = self._ending(package, tuple(self._indexes[name] for name in searched), judged)
        return Lookup(package, exchanges, tuple(_calls(self._run)), ending)

    def _searched(self, fetches: list[Fetch]) -> list[str]:
        """Return the names of the sources that the search goes through: all that the package is looked for at.

        Where poetry left a primary source out and went on, the package is pinned to the one that was asked.
        """
        asked = {_source_of(fetch) for fetch in fetches}
        rank = {name: _ORDER.get(source.priority, 1) for name, source in self._run.pages.sources.items()}
        always = {name for name, order in rank.items() if order < _LAST}
        if always <= asked or self._run.requests.broken:
            return [name for name in self._indexes if name in asked or rank.get(name, 1) <= _LAST]
        return [name for name in self._indexes if name in asked]

    def _visit(self, fetch: Fetch, position: int) -> tuple[Outcome, Visit]:
        outcome, decision = _judged(fetch)
        return outcome, Visit(position, decision, fetch.last.status if fetch.last else None)

    def _ending(self, package: str, indexes: tuple[Index, ...], judged: list[tuple[Outcome, Visit]]) -> Ending:
        visits = tuple(visit for _, visit in judged)
        for kind in (Outcome.FAILED, Outcome.FOUND):
            found = next((visit for outcome, visit in judged if outcome is kind), None)
            if found is not None:
                return Ending(kind, indexes, visits, found.index, found.status)
        if package in self._run.missing or (
            self._is_whole and all(outcome is Outcome.NOT_FOUND for outcome, _ in judged)
        ):
            return Ending(Outcome.NOT_FOUND, indexes, visits)
        last = visits[-1]
        return Ending(Outcome.UNKNOWN, indexes, visits, last.index, last.status)

    def _files(self, packages: list[str]) -> dict[str, list[Exchange]]:
        """Return the requests for files and metadata, by package."""
        found: dict[str, list[Exchange]] = {}
        for fetch in self._run.pages.fetches:
            package = fetch.package or project_of(fetch.url, packages) or project_named_by(fetch.url)
            if not fetch.is_page and package is not None:
                found.setdefault(package, []).extend(sent.exchange(0) for sent in fetch.sent)
        return found


def _indexes(run: PoetryRun) -> dict[str, Index]:
    """Return the sources by name, in search order; what is not configured in the log is known by its pages."""
    by_rank = sorted(run.pages.sources.values(), key=lambda source: _ORDER.get(source.priority, 1))
    found = {
        source.name: Index(
            source.url,
            at_line(source.line),
            name=source.name,
            explicit=source.priority == "explicit",
            credential=credential_in(source.url, source.line),
        )
        for source in by_rank
    }
    for fetch in run.pages.fetches:
        name = _source_of(fetch)
        if fetch.is_page and name not in found:
            root = root_and_name(fetch.url)[0]
            root = replace(root, path=root.path if root.path.endswith("/") or root.path != "/" else "/")
            given = fetch.sent[0].credential if fetch.sent else None
            found[name] = Index(root, at_line(fetch.line), name=fetch.source, credential=given)
    return found


def _doubt_names(run: PoetryRun) -> None:
    """Mark as inferred as whom requests were sent, since netrc may have taken the place of what the URL holds."""
    for fetch in run.pages.fetches:
        for sent in fetch.sent:
            if sent.credential is not None:
                sent.evidence = Witness.INFERRED


def _source_of(fetch: Fetch) -> str:
    """Return the name of the source that a page is of, or where the log does not show it, the URL of that."""
    return fetch.source or root_and_name(fetch.url)[0].reveal()


def _judged(fetch: Fetch) -> tuple[Outcome, Decision]:
    last = fetch.last
    if fetch.kept or last is None:
        outcome = Outcome.FOUND if fetch.listed else Outcome.NOT_FOUND
        return outcome, Decision("poetry.page-known", "no request is sent: poetry's cache has the page")
    if last.failure is not None:
        return Outcome.FAILED, Decision("poetry.no-answer", f"{last.failure.value}: poetry gives up")
    if last.status is None:
        return _unshown(fetch)
    if last.status in MAY_REFUSE and not fetch.is_fatal:
        return Outcome.NOT_FOUND, Decision("poetry.refused-next", f"poetry passes over the {last.status}: next source")
    if last.status == 404:
        return Outcome.NOT_FOUND, Decision("poetry.next-index", "404: next source")
    if last.status >= 400:
        text = f"the {last.status} ends the run, no other source is asked"
        return Outcome.FAILED, Decision("poetry.fatal-status", text)
    if fetch.listed == 0 and fetch.any_version:
        return Outcome.NOT_FOUND, Decision("poetry.no-files", "the page lists no version: next source")
    if fetch.listed == 0:
        return Outcome.NOT_FOUND, Decision("poetry.nothing-listed", "the page lists no version that fits: next source")
    if fetch.listed is None:
        return Outcome.UNKNOWN, Decision("poetry.not-shown", "the log does not show what poetry made of the page")
    return Outcome.FOUND, Decision("poetry.found", f"{_versions(fetch.listed)} found; all sources are asked")


def _calls(run: PoetryRun) -> Iterator[KeyringCall]:
    """Return the calls of the keyring that failed; others are not logged."""
    for service, what in run.keyring_trouble.items():
        if service_of(service) is not None:
            why = Decision("poetry.keyring-failed", f"the keyring {what}")
            yield KeyringCall(AskKeyring(service, None, why), answered=False)


def _unshown(fetch: Fetch) -> tuple[Outcome, Decision]:
    if fetch.refused:
        text = "401 or 403, the log does not show which: poetry passes over it"
        return Outcome.NOT_FOUND, Decision("poetry.refused-next", text)
    return Outcome.UNKNOWN, Decision("poetry.not-shown", "the log does not show what came back")


def _versions(count: int) -> str:
    return f"{count} version{'' if count == 1 else 's'}"
