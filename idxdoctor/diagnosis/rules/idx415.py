"""IDX415: An answer that is none of an index is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.answers import last_answers, may_be_why
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with

_OTHERS: Final = frozenset({407, 429, *range(500, 600)})
"""A proxy's answer, a limit, a server that fails: other rules say more of these."""


def _find(case: Case) -> Iterator[Evidence]:
    for last in last_answers(case) if may_be_why(case) else ():
        if ends_with(last.visit.decision.code, "error-next") and last.answer.status not in _OTHERS:
            yield Evidence(
                f"{last.exchange.request.url}, asked {last.asked_as}, answered {last.answer.status}, which says "
                "neither that the package is not there nor that somebody may not have it",
                (last.position,),
                (
                    advice(f"check the URL of {last.index.label} ({last.index.provenance})"),
                    advice(f"look into the log of {last.exchange.request.url.origin}"),
                ),
            )


RULE = Rule(
    code="IDX415",
    severity="error",
    title="An answer that is none of an index is passed over",
    means="The server took the request for a wrong one, or has done away with the page: 400, 410 and their like. pip "
    "takes it for an index without files, and says nothing of it without -vv.",
    told="The last answer of an index was a 4xx other than 401, 403, 404, 407 and 429, and the package was not found.",
    remedies={"pip": "Correct the URL of the index; what stands before it may have refused the request."},
    sources=("https://github.com/pypa/pip/blob/main/src/pip/_internal/network/utils.py",),
    find=_find,
    whoever_asked=True,
)
