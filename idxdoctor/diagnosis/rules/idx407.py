"""IDX407: The server failed."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.answers import last_answers, may_be_why, tries_of
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, ignore_status
from idxdoctor.diagnosis.fixes.search import retry_more
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.plan import Index, Strategy

_SERVER = range(500, 600)


def _find(case: Case) -> Iterator[Evidence]:
    if may_be_why(case):
        for last in last_answers(case):
            status = last.answer.status
            if status in _SERVER and status is not None:
                times = tries_of(case, last)
                yield Evidence(
                    f"{last.exchange.request.url.origin}, asked {last.asked_as}, answered {status}"
                    + (f" {times} times in a row" if times > 1 else ""),
                    (last.position,),
                    _fixes(case, last.index, status),
                )
    for position, exchange in list(enumerate(case.lookup.files))[-1:]:
        if exchange.answer.status in _SERVER and exchange.request.method == "GET":
            origin = exchange.request.url.origin
            text = f"{origin} answered {exchange.answer.status} to the request for the file"
            yield Evidence(text, (), (advice(f"look into the log of {origin}, or try later"),), (position,))


def _fixes(case: Case, index: Index, status: int) -> tuple[Fix, ...]:
    if case.trace.plan.strategy is Strategy.ALL_INDEXES:
        return (advice(f"look into the log of {index.url.origin}, or try later"),)
    return *retry_more(case), ignore_status(index, status)


RULE = Rule(
    code="IDX407",
    severity="error",
    title="The server failed",
    means="A status of 500 or more says that the server could not answer. The client tries again a few times, then "
    "the run ends and no other index is asked. Such a status says nothing on the credentials.",
    told="The last answer of an index, or to a GET for a file, was 500 to 599.",
    remedies={
        "uv": "Look into the server's log, or try later; UV_HTTP_RETRIES (0.7.21 and newer) tries more often.",
        "pip": "Look into the server's log, or try later; --retries (5 unless set) tries more often after "
        "500, 503 and, from 24.0 on, 502.",
        "poetry": "Look into the server's log, or try later; poetry has tried six times.",
        "pdm": "Look into the server's log, or try later; pdm does not try again and goes on with the next source.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/8957",
        "https://github.com/astral-sh/uv/issues/6610",
    ),
    find=_find,
    whoever_asked=True,
    instead_of=frozenset({"IDX402"}),
)
