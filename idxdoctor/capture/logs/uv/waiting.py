"""Which fetches wait for an answer, by what the log has told so far."""

from __future__ import annotations

from typing import Final

from idxdoctor.capture.logs.sent import Sent
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.model.exchange import MAY_REFUSE, Gap, Witness

_TOLD_OF_SUCCESS: Final = frozenset({"uv.url-credentials", "uv.redirect-kept", "uv.fetched-credentials"})


def waiting_for(run: UvRun) -> list[Fetch]:
    """Return the fetches of which an answer is still to come.

    Where the log tells of no requests, a package's next page shows that the one before was answered.
    """
    if run.traced:
        return [fetch for fetch in run.fetches if waits(fetch) and fetch.last is not None and not fetch.anew]
    waiting = [fetch for fetch in run.fetches if waits(fetch) or _is_tried_again(fetch)]
    newest = {fetch.package: fetch for fetch in run.fetches if fetch.package is not None}
    return [fetch for fetch in waiting if fetch.package is None or newest[fetch.package] is fetch]


def _is_tried_again(fetch: Fetch) -> bool:
    """Say whether the last request came to nothing for now, which no message says that another follows."""
    last = fetch.last
    return last is not None and last.status is None and last.redirect is None and last.answered and not fetch.ended


def waits(fetch: Fetch) -> bool:
    """Say whether an answer to a fetch is still to come.

    After a refusal that redirects without a word may have led to, credentials are looked for, maybe in vain.
    """
    if fetch.ended is not None or fetch.fault is not None:
        return False
    last = fetch.last
    if last is None or fetch.anew:
        return fetch.shown is not None
    return not last.answered or (last.evidence is Witness.INFERRED and last.status in MAY_REFUSE)


def refusal_is_told(sent: Sent) -> bool:
    """Say whether uv would tell that a request was refused: after one without credentials it looks for some."""
    return sent.credential is None and Gap.WHO not in sent.gaps and sent.decision.code != "uv.never"


def success_is_told(fetch: Fetch) -> bool:
    """Say whether uv tells of a good answer to a fetch's request: it does for credentials that are not cached yet."""
    last = fetch.last
    if last is None:
        return False
    found = last.decision.code == "uv.password-found" and fetch.place is not None
    return fetch.lone or found or last.decision.code in _TOLD_OF_SUCCESS
