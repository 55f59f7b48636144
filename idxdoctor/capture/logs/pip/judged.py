"""What pip made of an index's answer, as its log tells it: whatever came, it asks the next one."""

from __future__ import annotations

from typing import Final

from idxdoctor.capture.logs.pip.run import PipRun
from idxdoctor.capture.logs.pip.state import Fetch
from idxdoctor.model.exchange import REFUSALS, Decision, Gap

_AWAITED: Final = Decision("pip.prompt-open", "pip asks for a username: the log ends before an answer")


def judged(run: PipRun, fetch: Fetch) -> Decision:
    """Return what pip made of an index's answer: whatever it was, the next one is asked."""
    last = fetch.last
    if broke(run, fetch) and run.broken is not None:
        return run.broken
    if fetch is run.awaited:
        return _AWAITED
    if fetch.fault is not None:
        return fetch.fault
    if fetch.links:
        return _with_files(run, fetch)
    if fetch.kept and last is None:
        return Decision("pip.page-known", "a cached copy is fresh: no request is sent")
    if fetch.fetched:
        return _without_files(run, fetch)
    if last is None or Gap.STATUS in last.exchange(0).gaps:
        return Decision("pip.not-shown", "the log does not show what came back")
    if last.status is None:
        why = last.failure.value if last.failure is not None else "no answer"
        if fetch.retries:
            return Decision("pip.no-answer-next", f"{why}: pip tries again, and the log does not show how that ended")
        return Decision("pip.no-answer-next", f"{why}: the index counts as one without files, next index")
    return _passed(run, fetch, last.status)


def _with_files(run: PipRun, fetch: Fetch) -> Decision:
    if fetch.package in run.nothing:
        return Decision("pip.no-version", "lists files, and none of a version that is asked for: next index")
    files = "1 file" if fetch.links == 1 else f"{fetch.links} files"
    return Decision("pip.found", f"lists {files} that fit; every other index is asked too")


def _passed(run: PipRun, fetch: Fetch, status: int) -> Decision:
    if status < 400:
        return _without_files(run, fetch)
    if status in REFUSALS:
        silently = ", and no word of it without -vv" if run.tells_of_credentials or run.shows_requests else ""
        text = f"the {status} counts as if nothing were there: next index{silently}"
        return Decision("pip.refused-next", text)
    if status == 404:
        return Decision("pip.next-index", "404: next index")
    return Decision("pip.error-next", f"the {status} counts as if nothing were there: next index")


def _without_files(run: PipRun, fetch: Fetch) -> Decision:
    """Say what a page is of which pip could use no file."""
    if fetch.misfits:
        return Decision("pip.no-fit", "lists files, and none that fits: next index")
    if not run.tells_of_credentials:
        return Decision("pip.not-shown", "the log does not show what the page lists")
    return Decision("pip.no-files", "no file is seen on it: next index")


def searched(run: PipRun, fetch: Fetch) -> Decision | None:
    """Say where credentials were looked for after a refusal in vain, as far as the log shows."""
    last = fetch.last
    if last is not None and last.status == 401 and (failed := keyring_failed(run)) is not None:
        return failed
    if last is None or last.status != 401 or last.credential is not None or Gap.WHO in last.gaps:
        return None
    if not run.tells_of_credentials:
        return None
    if run.keyring_fault == "outdated":
        return Decision("pip.keyring-outdated", "the keyring program is older than 25.2.1, so pip does not ask it")
    if fetch.calls:
        return Decision("pip.nothing-found", "no other credentials: the keyring was asked and has none")
    if run.provider is not None or run.prompted is not None:
        return None
    text = "no other credentials: the keyring is not asked under --no-input unless --keyring-provider names one"
    return Decision("pip.keyring-not-asked", text)


def keyring_failed(run: PipRun) -> Decision | None:
    """Say that the keyring failed, from when on it is not asked any more (pip: network/auth.py get_keyring_auth)."""
    if run.keyring_fault in {None, "outdated"}:
        return None
    return Decision("pip.keyring-failed", f"the keyring failed, and is not asked any more: {run.keyring_fault}")


def broke(run: PipRun, fetch: Fetch) -> bool:
    """Say whether an exception came of this page, the last that was fetched."""
    return (run.excepted or run.broken is not None) and fetch is run.fetches[-1]
