"""The searches of one run of uv, from what its log told: by package, index by index, each with its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from idxdoctor.capture.logs.urls import spelled
from idxdoctor.capture.logs.uv.indexes import IndexList, Key
from idxdoctor.capture.logs.uv.projects import Projects
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.clients.uv.behaviours import Behaviours
from idxdoctor.clients.uv.flat import IN_LINKS
from idxdoctor.clients.uv.reasons import REFUSALS
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Answer, Decision, Failure, Gap, Witness
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import LINKS, PYTHON, Ending, Lookup, Outcome, Visit
from idxdoctor.model.url import Url

_REFUSED_HERE: Final = Decision(
    "uv.refused-here", "the 403 ends the search; uv's hint says that the index had another package"
)

_CUT: Final = {
    Failure.BROKEN: Decision("uv.file-broken", f"{Failure.BROKEN.value}: uv gives up"),
    Failure.STALLED: Decision("uv.file-stalled", f"{Failure.STALLED.value}: uv gives up"),
}
"""Why a file could not be had whose URL the log does not name."""


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
            yield self._with_files(self._lookup(package, fetches))
        if not self.projects.pages and not self.projects.files and not self.run.cut_files:
            yield from (Lookup(one, (), (), Ending(Outcome.NOT_FOUND, (), ())) for one in self.run.unmet[:1])
        for package in dict.fromkeys((*self.projects.files, *self.run.cut_files)):
            if package not in self.projects.pages:
                yield self._with_files(Lookup(package, (), self.projects.calls(package), self._without_pages(package)))

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
        if self.has_lists and package in self.run.chosen:
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
        outcomes = [self._visit(fetch, position) for fetch, position in zip(fetches, positions, strict=True)]
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
        last, found = (
            fetch.last,
            is_last and fetch.package in self.run.chosen - self.run.concurrent and not self.has_lists,
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
        return self.run.broken and fetch.waits and fetch.fault is None and not is_named

    def _visit(self, fetch: Fetch, position: int) -> tuple[Outcome, Visit]:
        outcome, decision = self._judged(fetch)
        status = _status_of(fetch)
        return outcome, Visit(position, decision, status, self._search(fetch))

    def _judged(self, fetch: Fetch) -> tuple[Outcome, Decision]:
        last = fetch.last
        if fetch.fault is not None:
            return Outcome.FAILED, fetch.fault
        if fetch.kept or last is None:
            return Outcome.FOUND, Decision("uv.page-known", "a cached copy is fresh: no request is sent")
        status = _status_of(fetch)
        if status is None and last.passed and last.answered and last.failure is None:
            return Outcome.FOUND, Decision("uv.found", "the page is taken: the search ends here")
        if status is None:
            if last.failure is not None and not (self.run.broken and self._another_was_fatal(fetch)):
                return Outcome.FAILED, Decision("uv.no-answer", f"{last.failure.value}: uv gives up")
            return Outcome.UNKNOWN, Decision("uv.not-shown", "the log does not show what came back")
        if status < 400:
            return Outcome.FOUND, Decision("uv.found", "the page is taken: the search ends here")
        if fetch.package == LINKS:
            return Outcome.FAILED, Decision(
                "uv.flat-unreadable", f"the {status} ends the run: a list of files must be readable"
            )
        if fetch.stopped and status == 403 and fetch.index and spelled(fetch.index) in self.run.lets_others_in:
            return Outcome.STOPPED, _REFUSED_HERE
        if fetch.stopped:
            return Outcome.STOPPED, Decision("uv.refused", f"the {status} ends the search")
        return self._passed_over(fetch, status)

    def _passed_over(self, fetch: Fetch, status: int) -> tuple[Outcome, Decision]:
        if status == 404 and not fetch.fatal:
            return Outcome.NOT_FOUND, Decision("uv.next-index", "404: next index")
        if fetch.fatal:
            return Outcome.FAILED, Decision("uv.fatal-status", f"the {status} ends the run, no other index is asked")
        if self._is_tolerated(fetch, status):
            return Outcome.NOT_FOUND, Decision("uv.passed-over", f"the {status} is passed over")
        if status not in REFUSALS and self._goes_on(fetch):
            text = f"the search goes on after the {status}, so it is ignored here"
            return Outcome.NOT_FOUND, Decision("uv.ignored-status", text)
        if status not in REFUSALS:
            return Outcome.FAILED, Decision("uv.fatal-status", f"the {status} ends the run, no other index is asked")
        if not self.behaviours.stops_at_refusal:
            return Outcome.NOT_FOUND, Decision(
                "uv.refused-next", f"uv before 0.7.0 passes over the {status}: next index"
            )
        if fetch.package in self.run.concurrent:
            return Outcome.NOT_FOUND, Decision("uv.passed-over", f"the {status} is passed over")
        text = f"the search goes on after the {status}, so it is ignored here"
        return Outcome.NOT_FOUND, Decision("uv.ignored-status", text)

    def _another_was_fatal(self, fetch: Fetch) -> bool:
        """Say whether the error that ended the run was about something else, while this was to be tried again."""
        return not fetch.fatal and self.run.named_in_error

    def _is_tolerated(self, fetch: Fetch, status: int) -> bool:
        tolerates = self.behaviours.unsafe_tolerates_407_and_511
        return status in {407, 511} and tolerates and fetch.package in self.run.concurrent

    def _goes_on(self, fetch: Fetch) -> bool:
        """Say whether uv did something for the package after this page's answer, as after no error that ends a run."""
        later = any(other.line > fetch.line for other in self.projects.pages[fetch.package or ""])
        return fetch.package in self.run.gone_on or (later and fetch.package not in self.run.concurrent)

    def _search(self, fetch: Fetch) -> Decision | None:
        """Say where credentials were looked for in vain, as far as the log shows."""
        last = fetch.last
        fault = self.run.netrc_fault
        refused = last is not None and last.status in REFUSALS and last.credential is None and Gap.WHO not in last.gaps
        if fault is not None and refused:
            return Decision("uv.netrc-unread", f"netrc can't be read ({fault}), so that nothing in it was tried")
        if last is None or last.status not in REFUSALS or not fetch.looked or (last.credential and not fetch.lone):
            return None
        lendable = self.run.wallet.lends(last.url.origin)
        if lendable is not None and last.credential is None and not self.behaviours.lends_realm_credentials:
            return _not_lent(lendable, self.version)
        return Decision("uv.nothing-found", f"no other credentials: {', '.join(dict.fromkeys(fetch.looked))}")

    def _ending(self, package: str, order: tuple[Key, ...], outcomes: list[tuple[Outcome, Visit]]) -> Ending:
        """Return the end; where an error broke the run off, a search over all indexes at once may have none."""
        visits = tuple(visit for _, visit in outcomes)
        indexes = self.indexes.of(order)
        if package == LINKS and all(outcome is Outcome.FOUND for outcome, _ in outcomes):
            return Ending(Outcome.FOUND, indexes, visits, visits[-1].index, visits[-1].status)
        ended = any(outcome in {Outcome.FOUND, Outcome.FAILED} for outcome, _ in outcomes)
        if self.has_lists and not ended and package not in self.run.absent:
            return self._in_links(
                package, indexes, visits, is_sure=all(one is not Outcome.UNKNOWN for one, _ in outcomes)
            )
        rest = (Outcome.UNKNOWN, Outcome.FOUND) if self.run.broken else (Outcome.FOUND, Outcome.UNKNOWN)
        for kind in (
            Outcome.FAILED,
            Outcome.STOPPED,
            *(() if package in self.run.absent and not self.run.unclear_stops else rest),
        ):
            found = [visit for outcome, visit in outcomes if outcome is kind]
            passed = kind is Outcome.UNKNOWN and outcomes[-1][0] is not kind and not self.run.broken
            if kind is Outcome.FAILED:
                found = self._failures(package, order, outcomes)
            if found and not passed:
                return Ending(kind, indexes, visits, found[0].index, found[0].status)
        if package not in self.run.gone_on:
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
        if package not in self.run.chosen:
            return Ending(Outcome.UNKNOWN, indexes, visits, visits[-1].index, visits[-1].status)
        if len(lists) != 1 or not is_sure:
            return Ending(Outcome.FOUND, indexes, visits)
        order, _ = self.indexes.order(lists)
        visit = Visit(len(indexes), IN_LINKS, _status_of(lists[0]))
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
            elif outcome is Outcome.UNKNOWN and self.run.broken and package in self.run.concurrent:
                break
        fatal = self._fatal(package, order)
        ended_run = [visit for outcome, visit in outcomes if outcome is Outcome.FAILED and visit.index in fatal]
        return ended_run or failures

    def _fatal(self, package: str, order: tuple[Key, ...]) -> set[int]:
        """Return the positions of the package's indexes whose failure ended the run."""
        fetches = self.projects.pages[package]
        urls = {one.index.bare().reveal() for one in fetches if one.fatal and one.index}
        return {position for position, (url, _) in enumerate(order) if url in urls}

    def _with_files(self, lookup: Lookup) -> Lookup:
        cut, fetches = self.run.cut_files.get(lookup.package), self.projects.files.get(lookup.package, [])
        if cut is not None and fetches:
            _break_off(self.run, fetches[-1], cut)
        files = self.projects.requests_for_files(lookup.package)
        fault = self._file_fault(lookup.package, files[-1].answer) if files else _CUT.get(cut) if cut else None
        if fault is None:
            return lookup._replace(files=files)
        status = files[-1].answer.status if files else None
        return lookup._replace(
            files=files, file_ending=Ending(Outcome.FAILED, (), (Visit(0, fault, status),), status=status)
        )

    def _file_fault(self, package: str, last: Answer) -> Decision | None:
        """Return why the file of a package could not be fetched, by the last answer to a request for one."""
        fetch = self.projects.files[package][-1]
        if last.failure is Failure.TLS and not self.run.named_in_error:
            return Decision("uv.no-answer", f"{last.failure.value}, which another try does not change")
        if not self.run.broken:
            return None
        if fetch.fault is not None:
            return fetch.fault
        if (last.status or 0) >= 400 or (last.failure is not None and fetch.fatal):
            return Decision("uv.file-refused", "the file could not be fetched: uv gives up")
        return None


def _break_off(run: UvRun, fetch: Fetch, why: Failure) -> None:
    """Let the answer to a request for a file have broken off, as the error says of the package."""
    (fetch.last or run.unseen(fetch, fetch.line)).fail(why)
    fetch.fatal = True


def _as_named(fetch: Fetch) -> Url:
    """Return a file's URL with the userinfo that the lock has in it."""
    own = fetch.sent[0].credential if fetch.sent and fetch.sent[0].decision.code == "uv.url-credentials" else None
    return replace(fetch.url, username=own.username or "", password=own.password) if own else fetch.url


def _status_of(fetch: Fetch) -> int | None:
    """Return the status with which a fetch ended."""
    if fetch.last is None or fetch.last.failure is not None:
        return None
    return fetch.end if fetch.last.status is None else fetch.last.status


def _not_lent(lendable: Credential, version: str) -> Decision:
    text = f"{lendable} ({lendable.provenance}) is known for this host, but uv {version} looks only for credentials "
    return Decision("uv.realm-not-lent", f"{text}of this very index", drops=True)
