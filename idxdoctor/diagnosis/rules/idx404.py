"""IDX404: The server limits how many requests it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.answers import last_answers, may_be_why, tries_of
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.fixes.search import retry_more
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import Answer
from idxdoctor.model.plan import Strategy

_SECONDS = re.compile(r"[0-9]{1,6}")


def _find(case: Case) -> Iterator[Evidence]:
    if may_be_why(case):
        for last in last_answers(case):
            if last.answer.status == 429:
                times = tries_of(case, last)
                yield Evidence(
                    f"{last.exchange.request.url.origin} answered 429 {times} times in a row{_wait(last.answer)}",
                    tuple(range(last.position - times + 1, last.position + 1)) if times < 20 else (last.position,),
                    _fixes(case),
                )
    for position, exchange in list(enumerate(case.lookup.files))[-1:]:
        if exchange.answer.status == 429:
            text = f"{exchange.request.url.origin} answered 429 to the request for the file{_wait(exchange.answer)}"
            yield Evidence(text, (), _fixes(case), (position,))


def _wait(answer: Answer) -> str:
    seconds = _SECONDS.fullmatch(answer.headers.get("retry-after", ""))
    return f", and asks to wait {seconds[0]} seconds" if seconds else ""


def _fixes(case: Case) -> tuple[Fix, ...]:
    if case.trace.plan.strategy is Strategy.ALL_INDEXES:
        return (advice("ask again later, or less often"),)
    return *retry_more(case), advice("ask less at once: UV_CONCURRENT_DOWNLOADS=2")


RULE = Rule(
    code="IDX404",
    severity="error",
    title="The server limits how many requests it takes",
    means="429 says that too many requests came in a short time. It is tried again a few times and then ends the run; "
    "no other index is asked. The credentials have nothing to do with it.",
    told="The last answer of an index, or to the request for a file, was 429.",
    remedies={
        "uv": "Raise UV_HTTP_RETRIES (0.7.21 and newer) and lower UV_CONCURRENT_DOWNLOADS; ask the server's operator "
        "for a higher limit.",
        "pip": "Ask again later; --retries tries more often where the answer has a Retry-After.",
        "poetry": "Ask again later; poetry tries six times, and waits as long as a Retry-After says.",
        "pdm": "Ask again later; pdm does not try again by itself.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/6029",
        "https://docs.astral.sh/uv/reference/environment/#uv_http_retries",
    ),
    find=_find,
    whoever_asked=True,
    instead_of=frozenset({"IDX402"}),
)
