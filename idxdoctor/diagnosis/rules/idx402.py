"""IDX402: An answer ended the run, and it is no answer of an index."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.answers import last_answers
from idxdoctor.diagnosis.fixes.proposals import ignore_status
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    ending = case.ending
    if ending.outcome is not Outcome.FAILED or ending.status is None:
        return
    for last in last_answers(case):
        if last.visit.index == ending.index:
            known = ends_with(last.visit.decision.code, "fatal-status")
            yield Evidence(
                f"{last.exchange.request.url.origin}: {last.visit.decision.text}",
                (last.position,),
                (ignore_status(last.index, ending.status),) if known else (),
            )


RULE = Rule(
    code="IDX402",
    severity="error",
    title="An answer ended the run, and it is no answer of an index",
    means="The status, or what came with it, is none that the client knows how to pass over: it ends the run "
    "and no other index is asked.",
    told="The lookup failed at an index that answered, and no other rule knows the answer.",
    remedies={
        "uv": "Correct the URL of the index; where the status means 'no such package' there, list it in its "
        "`ignore-error-codes`.",
        "pip": "Mend the redirects, or the page, at the server; or take the index out.",
        "poetry": "Correct the URL of the source, or mend the server: any status but 401, 403 and 404 ends the run.",
        "pdm": "Mend the redirects, or the page, at the server; or take the source out.",
    },
    sources=("https://docs.astral.sh/uv/concepts/indexes/#ignoring-error-codes-when-searching-across-indexes",),
    find=_find,
)
