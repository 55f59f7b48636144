"""One page of one index through all of uv's layers: retries, redirects, authentication, the wire."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idxdoctor.clients.uv.auth import Authentication
from idxdoctor.clients.uv.request import Request, Response
from idxdoctor.clients.uv.session import Session
from idxdoctor.clients.uv.wire import Wire
from idxdoctor.model.exchange import Failure, Steps

TRANSIENT_STATUSES: Final = frozenset({408, 429, *range(500, 600)})


def fetch_page(session: Session, request: Request) -> Steps[Response]:
    """Return the last response to a request for a page.

    From the outside in: an outer retry loop (in some versions), the redirect loop, retries, authentication, the
    wire, which in other versions follows redirects itself (uv: uv-client/src/base_client.rs apply_middleware). Whether
    certificates are verified goes by the page's own host, wherever it leads (for_host in the same file).
    Raises `GaveUp` where uv ends the run without an answer to go by.
    """
    request = replace(request, verifies=session.plan.verifies(request.url))
    wire = Wire(session)
    if not session.behaviours.follows_redirects_itself:
        authentication = Authentication(session, wire.followed_by_reqwest)
        return (yield from _retried(session, authentication, request))

    authentication = Authentication(session, wire.one)
    for _ in range(_tries(session)):
        response = yield from wire.followed_by_uv(request, lambda hop: _retried(session, authentication, hop))
        if not _tried_anew(session, response):
            break
    return response


def _retried(session: Session, authentication: Authentication, request: Request) -> Steps[Response]:
    """Ask again, the whole authentication anew, while the answer may be a passing one."""
    for attempt in range(1, _tries(session) + 1):
        delay = 0.0 if attempt == 1 else 0.5 * 2 ** (attempt - 2)
        response = yield from authentication.handle(replace(request, attempt=attempt, delay=delay))
        response = response._replace(attempt=attempt)
        if not _may_pass(session, response):
            break
    return response


def _tried_anew(session: Session, response: Response) -> bool:
    """Say whether the outer loop repeats what the inner one has given up (uv: uv-client/src/cached_client.rs)."""
    behaviours, failure = session.behaviours, response.answer.failure
    if failure is None:
        return behaviours.retries_sixteenfold and response.status in TRANSIENT_STATUSES
    if failure is Failure.TLS:
        return behaviours.retries_bad_certificates_sixteenfold
    return behaviours.retries_failures_sixteenfold


def _tries(session: Session) -> int:
    return 1 + (session.plan.http_retries if session.behaviours.reads_http_retries else 3)


def _may_pass(session: Session, response: Response) -> bool:
    if response.answer.failure is Failure.TLS:
        return not session.behaviours.gives_up_on_bad_certificates
    return response.answer.failure is not None or response.status in TRANSIENT_STATUSES
