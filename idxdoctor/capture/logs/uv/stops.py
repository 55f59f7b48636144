"""uv's message that a status ends a search: which search, other messages tell.

uv: uv-client/src/registry_client.rs. At -v, where no message tells of an answer, the rest of the log may.
"""

from __future__ import annotations

from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.urls import HIDDEN, project_of, spelled
from idxdoctor.capture.logs.uv.hints import refused_at
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.model.exchange import Witness
from idxdoctor.model.trace import LINKS


def stopped(run: UvRun, said: Said) -> None:
    """A search ends because of a status; whose search, the message just before tells, or else the rest of the log."""
    status = int(said["status"])
    if not run.traced or not run.fetches:
        run.searches.stops.append((said.line, status))
        return
    fetch = run.current
    if fetch is None or fetch.stopped or fetch.package is None or (fetch.last and fetch.last.status not in {status}):
        open_ = [
            one for one in run.fetches if one.package not in {None, LINKS} and not one.stopped and _may_end(one, status)
        ]
        fetch = open_[-1] if open_ else fetch
    if fetch is not None:
        last = fetch.last or run.unseen(fetch, said.line)
        if last.status is None:
            last.answer(status)
        fetch.stopped = True


def settle_stops(run: UvRun) -> None:
    """Tell of the searches that a status ended whose they were, where no message did: those that found nothing.

    Where there are more than were ended, a hint at the end may name the index. Else it is left open. A log that shows
    no page at all, because somebody blanked every URL, tells still that an index refused.
    """
    for status in dict.fromkeys(status for _, status in run.searches.stops):
        lines = [line for line, ended_with in run.searches.stops if ended_with == status]
        left = [fetch for fetch in _newest_before(run, lines[-1]) if _may_end(fetch, status)]
        if len(left) > len(lines):
            left = [
                fetch for fetch in left if fetch.index and (spelled(fetch.index), status) in run.errors.hinted
            ] or left
        if not run.fetches and not run.errors.hinted:
            refused_at(run, HIDDEN, status, lines[0]).stopped = True
            continue
        if len(left) > len(lines) or not left:
            run.searches.unclear_stops = True
            continue
        for fetch in left:
            _stop(run, fetch, status, lines[-1])


def _stop(run: UvRun, fetch: Fetch, status: int, line: int) -> None:
    last = fetch.last
    if last is None or (not fetch.waits and last.status != status):
        last = run.unseen(fetch, line)
    last.answer(status)
    last.evidence = Witness.INFERRED
    fetch.stopped = True


def _newest_before(run: UvRun, line: int) -> list[Fetch]:
    """Return the last page of each package that was asked for before a line, of those that found nothing so far.

    A package of which another page or a file is asked for later is none whose search was ended.
    """
    newest = {fetch.package: fetch for fetch in run.fetches if fetch.package not in {None, LINKS}}
    with_files = {project_of(fetch.url, [*newest]) for fetch in run.fetches if fetch.package is None}
    return [
        fetch
        for package, fetch in newest.items()
        if fetch.line < line
        and package not in run.searches.chosen | with_files
        and not fetch.stopped
        and fetch.shown is not None
    ]


def _may_end(fetch: Fetch, status: int) -> bool:
    return fetch.last is None or fetch.last.status in {None, status}
