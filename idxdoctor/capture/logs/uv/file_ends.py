"""What became of the files that uv asked for, as its log tells it."""

from __future__ import annotations

from typing import Final

from idxdoctor.capture.logs.uv.projects import Projects
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.model.exchange import Answer, Decision, Failure
from idxdoctor.model.trace import Ending, Lookup, Outcome, Visit

_CUT: Final = {
    Failure.BROKEN: Decision("uv.file-broken", f"{Failure.BROKEN.value}: uv gives up"),
    Failure.STALLED: Decision("uv.file-stalled", f"{Failure.STALLED.value}: uv gives up"),
}
"""Why a file could not be had whose URL the log does not name."""


def with_files(run: UvRun, projects: Projects, lookup: Lookup) -> Lookup:
    """Return a search with the requests for its project's files, and why one could not be had."""
    cut, fetches = run.errors.cut_files.get(lookup.package), projects.files.get(lookup.package, [])
    if cut is not None and fetches:
        _break_off(run, fetches[-1], cut)
    files = projects.requests_for_files(lookup.package)
    fault = _fault(run, fetches[-1], files[-1].answer) if files else _CUT.get(cut) if cut else None
    if fault is None:
        return lookup._replace(files=files)
    status = files[-1].answer.status if files else None
    ending = Ending(Outcome.FAILED, (), (Visit(0, fault, status),), status=status)
    return lookup._replace(files=files, file_ending=ending)


def _fault(run: UvRun, fetch: Fetch, last: Answer) -> Decision | None:
    """Return why a file could not be fetched, by the last answer to a request for one."""
    if last.failure is Failure.TLS and not run.named_in_error:
        return Decision("uv.no-answer", f"{last.failure.value}, which another try does not change")
    if not run.errors.broken:
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
