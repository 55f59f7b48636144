"""IDX408: A signed URL was refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from idxdoctor.diagnosis.evidence.answers import last_answers
from idxdoctor.diagnosis.evidence.signed import expiry, is_signed
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import Exchange

_REFUSED = frozenset({400, 401, 403})


def _find(case: Case) -> Iterator[Evidence]:
    for last in last_answers(case):
        if why := _why_refused(last.exchange, case.now):
            yield Evidence(why, (last.position,), (advice(_remedy(last.exchange)),))
    for position, exchange in list(enumerate(case.lookup.files))[-1:]:
        if why := _why_refused(exchange, case.now):
            yield Evidence(why, (), (advice(_remedy(exchange)),), (position,))


def _why_refused(exchange: Exchange, now: float) -> str | None:
    """Return why a signed URL was refused; None where it was not, or nothing shows why."""
    request, status = exchange.request, exchange.answer.status
    if status not in _REFUSED or not is_signed(request.url):
        return None
    until = expiry(request.url)
    if until is not None and until < datetime.fromtimestamp(now, UTC):
        return f"{request.url.origin} answered {status}: the URL's signature was good until {until:%Y-%m-%d %H:%M} UTC"
    if request.credential is not None:
        return (
            f"{request.url.origin} answered {status}: the URL is signed, and the credentials of {request.credential} "
            f"({request.credential.provenance}) were sent as well"
        )
    return None


def _remedy(exchange: Exchange) -> str:
    if exchange.request.credential is not None:
        return "serve the files from a host for which no credentials are configured"
    return "have the index make the URL anew for each request; a cache before it must not keep redirects or pages"


RULE = Rule(
    code="IDX408",
    severity="error",
    title="A signed URL was refused",
    means="The file store takes who asks from a signature in the URL, which holds for a while. It refuses when that is "
    "over, and many stores refuse a request that also has an Authorization header. The credentials of the index do "
    "not count there.",
    told="A request whose URL has a signature was answered with 400, 401 or 403, and either the time in the URL "
    "is over or credentials were sent as well.",
    remedies={"uv": "Let the server sign anew for each request, and configure no credentials for the store's host."},
    sources=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html",
        "https://github.com/python-poetry/poetry/issues/5651",
    ),
    find=_find,
    instead_of=frozenset(
        {"IDX101", "IDX102", "IDX201", "IDX202", "IDX209", "IDX210", "IDX211", "IDX301", "IDX306", "IDX307", "IDX402"}
    ),
)
