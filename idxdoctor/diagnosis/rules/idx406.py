"""IDX406: The answer is neither HTML nor JSON of an index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.answers import Last, is_error_document, last_answers
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.fixes.search import send_at_once
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with

_MEDIA_TYPE: Final = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,80}")


def _find(case: Case) -> Iterator[Evidence]:
    for last in last_answers(case):
        if not ends_with(last.visit.decision.code, "not-a-page") or (last.answer.status or 0) >= 300:
            continue
        if "answers" not in case.has:
            yield _told_by_log(last)
        else:
            what = "a document that tells of an error" if is_error_document(last.answer) else "something else"
            yield Evidence(
                f"{last.exchange.request.url}, asked {last.asked_as}, answered {last.answer.status} with "
                f"{_type_of(last)}: {what}, not a page of an index",
                (last.position,),
                tuple(_fixes(last)),
            )


def _told_by_log(last: Last) -> Evidence:
    """Return what the client said of the answer, of which a log shows no more."""
    shown = f", asked {last.asked_as}, answered {last.answer.status}" if not last.exchange.gaps else " answered"
    exchanges = () if last.exchange.gaps else (last.position,)
    return Evidence(f"{last.exchange.request.url}{shown}: {last.visit.decision.text}", exchanges, tuple(_fixes(last)))


def _type_of(last: Last) -> str:
    content_type = _MEDIA_TYPE.match(last.answer.headers.get("content-type", ""))
    return f"the Content-Type {content_type[0]}" if content_type else "no readable Content-Type"


def _fixes(last: Last) -> Iterator[Fix]:
    if last.exchange.request.credential is None and is_error_document(last.answer):
        yield send_at_once(last.index)
    yield advice(f"check the URL of {last.index.label} ({last.index.provenance}): its end is often /simple")


RULE = Rule(
    code="IDX406",
    severity="error",
    title="The answer is neither HTML nor JSON of an index",
    means="Something answered 200, but not with a page of packages: another interface of the same server, or a gateway "
    "that reports its errors so. The client gives up and asks no other index.",
    told="The last answer of an index was a success whose Content-Type is that of no simple page, or which is not what "
    "its Content-Type says; or uv's error says so.",
    remedies={"uv": "Correct the URL of the index, or let the gateway answer with the status that it means."},
    sources=("https://packaging.python.org/en/latest/specifications/simple-repository-api/",),
    find=_find,
    instead_of=frozenset({"IDX402"}),
)
