"""What uv made of an index's answer, as its log tells it: took the page, passed it over, or ended the search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from idxdoctor.capture.logs.urls import spelled
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.clients.uv.behaviours import Behaviours
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import MAY_REFUSE, Decision, Gap
from idxdoctor.model.trace import LINKS, Outcome, Visit

_REFUSED_HERE: Final = Decision(
    "uv.refused-here", "the 403 ends the search; uv's hint says that the index had another package"
)


class Judge(NamedTuple):
    """The run with its pages by package, and what its release does."""

    run: UvRun
    version: str
    behaviours: Behaviours
    pages: Mapping[str, list[Fetch]]

    def visit(self, fetch: Fetch, position: int) -> tuple[Outcome, Visit]:
        """Return what became of the page of the index at a position."""
        outcome, decision = self._judged(fetch)
        status = status_of(fetch)
        return outcome, Visit(position, decision, status, self._search(fetch))

    def _judged(self, fetch: Fetch) -> tuple[Outcome, Decision]:
        last = fetch.last
        if fetch.fault is not None:
            return Outcome.FAILED, fetch.fault
        if fetch.kept or last is None:
            return Outcome.FOUND, Decision("uv.page-known", "a cached copy is fresh: no request is sent")
        status = status_of(fetch)
        if status is None and last.passed and last.answered and last.failure is None:
            return Outcome.FOUND, Decision("uv.found", "the page is taken: the search ends here")
        if status is None:
            if last.failure is not None and not (self.run.errors.broken and self._another_was_fatal(fetch)):
                return Outcome.FAILED, Decision("uv.no-answer", f"{last.failure.value}: uv gives up")
            return Outcome.UNKNOWN, Decision("uv.not-shown", "the log does not show what came back")
        if status < 400:
            return Outcome.FOUND, Decision("uv.found", "the page is taken: the search ends here")
        if fetch.package == LINKS:
            return Outcome.FAILED, Decision(
                "uv.flat-unreadable", f"the {status} ends the run: a list of files must be readable"
            )
        if fetch.stopped and status == 403 and fetch.index and spelled(fetch.index) in self.run.errors.lets_others_in:
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
        if status not in MAY_REFUSE and self._goes_on(fetch):
            text = f"the search goes on after the {status}, so it is ignored here"
            return Outcome.NOT_FOUND, Decision("uv.ignored-status", text)
        if status not in MAY_REFUSE:
            return Outcome.FAILED, Decision("uv.fatal-status", f"the {status} ends the run, no other index is asked")
        if not self.behaviours.stops_at_refusal:
            return Outcome.NOT_FOUND, Decision(
                "uv.refused-next", f"uv before 0.7.0 passes over the {status}: next index"
            )
        if fetch.package in self.run.searches.concurrent:
            return Outcome.NOT_FOUND, Decision("uv.passed-over", f"the {status} is passed over")
        text = f"the search goes on after the {status}, so it is ignored here"
        return Outcome.NOT_FOUND, Decision("uv.ignored-status", text)

    def _another_was_fatal(self, fetch: Fetch) -> bool:
        """Say whether the error that ended the run was about something else, while this was to be tried again."""
        return not fetch.fatal and self.run.named_in_error

    def _is_tolerated(self, fetch: Fetch, status: int) -> bool:
        tolerates = self.behaviours.unsafe_tolerates_407_and_511
        return status in {407, 511} and tolerates and fetch.package in self.run.searches.concurrent

    def _goes_on(self, fetch: Fetch) -> bool:
        """Say whether uv did something for the package after this page's answer, as after no error that ends a run."""
        later = any(other.line > fetch.line for other in self.pages[fetch.package or ""])
        return fetch.package in self.run.searches.gone_on or (
            later and fetch.package not in self.run.searches.concurrent
        )

    def _search(self, fetch: Fetch) -> Decision | None:
        """Say where credentials were looked for in vain, as far as the log shows."""
        last = fetch.last
        fault = self.run.errors.netrc_fault
        refused = (
            last is not None and last.status in MAY_REFUSE and last.credential is None and Gap.WHO not in last.gaps
        )
        if fault is not None and refused:
            return Decision("uv.netrc-unread", f"netrc can't be read ({fault}), so that nothing in it was tried")
        if last is None or last.status not in MAY_REFUSE or not fetch.looked or (last.credential and not fetch.lone):
            return None
        lendable = self.run.wallet.lends(last.url.origin)
        if lendable is not None and last.credential is None and not self.behaviours.lends_realm_credentials:
            return _not_lent(lendable, self.version)
        return Decision("uv.nothing-found", f"no other credentials: {', '.join(dict.fromkeys(fetch.looked))}")


def status_of(fetch: Fetch) -> int | None:
    """Return the status with which a fetch ended."""
    if fetch.last is None or fetch.last.failure is not None:
        return None
    return fetch.end if fetch.last.status is None else fetch.last.status


def _not_lent(lendable: Credential, version: str) -> Decision:
    text = f"{lendable} ({lendable.provenance}) is known for this host, but uv {version} looks only for credentials "
    return Decision("uv.realm-not-lent", f"{text}of this very index", drops=True)
