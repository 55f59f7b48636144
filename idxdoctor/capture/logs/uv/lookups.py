"""The searches of one run of uv, from what its log told: by package, index by index, each with its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from idxdoctor.capture.logs.uv.file_ends import with_files
from idxdoctor.capture.logs.uv.indexes import IndexList, Key
from idxdoctor.capture.logs.uv.judged import Judge, status_of
from idxdoctor.capture.logs.uv.projects import Projects
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.clients.uv.behaviours import Behaviours
from idxdoctor.clients.uv.flat import IN_LINKS
from idxdoctor.model.exchange import Gap, Witness
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import LINKS, PYTHON, Ending, Lookup, Outcome, Visit
from idxdoctor.model.url import Url


class Searches(NamedTuple):
    """The run with its pages by package, and what its release does."""

    run: UvRun
    version: str
    behaviours: Behaviours
    indexes: IndexList
    projects: Projects

    def lookups(self) -> Iterator[Lookup]:
        """Return the searches in the order in which they began, then the projects of which there are only files.

        Those are of a lock where the log has its beginning and no version is looked for; else that is not known.
        """
        for package, fetches in self.projects.pages.items():
            yield with_files(self.run, self.projects, self._lookup(package, fetches))
        if not self.projects.pages and not self.projects.files and not self.run.errors.cut_files:
            yield from (Lookup(one, (), (), Ending(Outcome.NOT_FOUND, (), ())) for one in self.run.errors.unmet[:1])
        for package in dict.fromkeys((*self.projects.files, *self.run.errors.cut_files)):
            if package not in self.projects.pages:
                lookup = Lookup(package, (), self.projects.calls(package), self._without_pages(package))
                yield with_files(self.run, self.projects, lookup)

    @property
    def locked(self) -> dict[str, Url]:
        """Return the packages of the lock, each with the file that it names, as far as the log tells."""
        if self.run.solves or not self.run.is_whole:
            return {}
        files = {package: fetches[0] for package, fetches in self.projects.files.items()}
        others = {*self.projects.pages, PYTHON}
        return {package: _as_named(file) for package, file in files.items() if package not in others}

    @property
    def has_lists(self) -> bool:
        """Say whether the run read lists of files, so that a version may be chosen that no index has."""
        return LINKS in self.projects.pages

    def _without_pages(self, package: str) -> Ending:
        """Return the end of a search without pages: in a lock, in a list of files, or one that is not in the log."""
        if self.has_lists and package in self.run.searches.chosen:
            return self._in_links(package, (), (), is_sure=True)
        return Ending(Outcome.FOUND if package in self.locked else Outcome.UNKNOWN, (), ())

    def _lookup(self, package: str, fetches: list[Fetch]) -> Lookup:
        for position, fetch in enumerate(fetches):
            self._fill(fetch, is_last=position == len(fetches) - 1)
        order, positions = self.indexes.order(fetches)
        sent = [
            (one.line, one.exchange(position))
            for fetch, position in zip(fetches, positions, strict=True)
            for one in fetch.sent
        ]
        sent.sort(key=lambda pair: pair[0])
        judge = Judge(self.run, self.version, self.behaviours, self.projects.pages)
        outcomes = [judge.visit(fetch, position) for fetch, position in zip(fetches, positions, strict=True)]
        ending = self._ending(package, order, outcomes)
        calls = self.projects.calls(package)
        return Lookup(package, tuple(exchange for _, exchange in sent), calls, ending)

    def _fill(self, fetch: Fetch, *, is_last: bool) -> None:
        """Put in what follows from the rest of the log: a request that was made, an answer that was good."""
        unsent = fetch.fault is not None and fetch.fault.drops
        if not fetch.sent and fetch.shown is not None and not unsent:
            self.run.unseen(fetch, fetch.shown)
        if self._was_broken_off(fetch):
            fetch.sent[-1].evidence = Witness.INFERRED
        last = fetch.last
        found = (
            is_last and fetch.package in self.run.searches.chosen - self.run.searches.concurrent and not self.has_lists
        )
        if last is not None and found and last.answered and last.status is None and Gap.WHO in last.gaps:
            last = self.run.unseen(fetch, last.line)
        good = last is not None and (last.passed or found)
        if last is not None and not last.answered and good and fetch.fault is None:
            last.answer(200)
            last.evidence = Witness.INFERRED

    def _was_broken_off(self, fetch: Fetch) -> bool:
        """Say whether an error of another fetch ended the run before an answer, maybe before what was announced."""
        is_named = fetch.fatal or (fetch is self.run.current and not self.run.named_in_error)
        return self.run.errors.broken and fetch.waits and fetch.fault is None and not is_named

    def _ending(self, package: str, order: tuple[Key, ...], outcomes: list[tuple[Outcome, Visit]]) -> Ending:
        """Return the end; where an error broke the run off, a search over all indexes at once may have none."""
        visits = tuple(visit for _, visit in outcomes)
        indexes = self.indexes.of(order)
        if package == LINKS and all(outcome is Outcome.FOUND for outcome, _ in outcomes):
            return Ending(Outcome.FOUND, indexes, visits, visits[-1].index, visits[-1].status)
        ended = any(outcome in {Outcome.FOUND, Outcome.FAILED} for outcome, _ in outcomes)
        if self.has_lists and not ended and package not in self.run.searches.absent:
            return self._in_links(
                package, indexes, visits, is_sure=all(one is not Outcome.UNKNOWN for one, _ in outcomes)
            )
        rest = (Outcome.UNKNOWN, Outcome.FOUND) if self.run.errors.broken else (Outcome.FOUND, Outcome.UNKNOWN)
        for kind in (
            Outcome.FAILED,
            Outcome.STOPPED,
            *(() if package in self.run.searches.absent and not self.run.searches.unclear_stops else rest),
        ):
            found = [visit for outcome, visit in outcomes if outcome is kind]
            passed = kind is Outcome.UNKNOWN and outcomes[-1][0] is not kind and not self.run.errors.broken
            if kind is Outcome.FAILED:
                found = self._failures(package, order, outcomes)
            if found and not passed:
                return Ending(kind, indexes, visits, found[0].index, found[0].status)
        if package not in self.run.searches.gone_on:
            return Ending(Outcome.UNKNOWN, indexes, visits, visits[-1].index, visits[-1].status)
        return Ending(Outcome.NOT_FOUND, indexes, visits)

    def _in_links(
        self, package: str, indexes: tuple[Index, ...], visits: tuple[Visit, ...], *, is_sure: bool
    ) -> Ending:
        """Return the end of a search that found nothing at an index, where a list of files may have the package.

        That one does, shows where a version is chosen, if it `is_sure` that no index does; which of several does, the
        log does not tell.
        """
        lists = self.projects.pages[LINKS]
        if package not in self.run.searches.chosen:
            return Ending(Outcome.UNKNOWN, indexes, visits, visits[-1].index, visits[-1].status)
        if len(lists) != 1 or not is_sure:
            return Ending(Outcome.FOUND, indexes, visits)
        order, _ = self.indexes.order(lists)
        visit = Visit(len(indexes), IN_LINKS, status_of(lists[0]))
        found = (*indexes, *self.indexes.of(order[:1]))
        return Ending(Outcome.FOUND, found, (*visits, visit), visit.index, visit.status)

    def _failures(self, package: str, order: tuple[Key, ...], outcomes: list[tuple[Outcome, Visit]]) -> list[Visit]:
        """Return the failures that may have ended a search, the one that ended the run first.

        Indexes that are asked at once are heard in their order (uv: `buffered`), so that no failure counts behind an
        index that had not answered when the run broke off.
        """
        failures: list[Visit] = []
        for outcome, visit in outcomes:
            if outcome is Outcome.FAILED:
                failures.append(visit)
            elif outcome is Outcome.UNKNOWN and self.run.errors.broken and package in self.run.searches.concurrent:
                break
        fatal = self._fatal(package, order)
        ended_run = [visit for outcome, visit in outcomes if outcome is Outcome.FAILED and visit.index in fatal]
        return ended_run or failures

    def _fatal(self, package: str, order: tuple[Key, ...]) -> set[int]:
        """Return the positions of the package's indexes whose failure ended the run."""
        fetches = self.projects.pages[package]
        urls = {one.index.bare().reveal() for one in fetches if one.fatal and one.index}
        return {position for position, (url, _) in enumerate(order) if url in urls}


def _as_named(fetch: Fetch) -> Url:
    """Return a file's URL with the userinfo that the lock has in it."""
    own = fetch.sent[0].credential if fetch.sent and fetch.sent[0].decision.code == "uv.url-credentials" else None
    return replace(fetch.url, username=own.username or "", password=own.password) if own else fetch.url
