"""IDX413: The answer is no page, and is passed over."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.answers import last_answers, may_be_why
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with


def _find(case: Case) -> Iterator[Evidence]:
    for last in last_answers(case) if may_be_why(case) else ():
        if ends_with(last.visit.decision.code, "not-a-page"):
            shown = f", asked {last.asked_as}, answered {last.answer.status}" if not last.exchange.gaps else " answered"
            yield Evidence(
                f"{last.exchange.request.url}{shown}: {last.visit.decision.text}",
                () if last.exchange.gaps else (last.position,),
                (advice(f"check the URL of {last.index.label} ({last.index.provenance}): its end is often /simple"),),
            )


RULE = Rule(
    code="IDX413",
    severity="error",
    title="An answer is no page of an index, and is passed over",
    means="Something answered with a success whose Content-Type is that of no simple page: another interface of the "
    "same server, or a gateway. The client warns of it and takes the index for one without files.",
    told="The client warned that it skips the page for its Content-Type, and the package was not found.",
    remedies={
        "pip": "Correct the URL of the index. Before 22.2 pip reads text/html alone, and an index must not answer with "
        "the newer types of PEP 691.",
        "pdm": "Correct the URL of the source: its end is often /simple.",
    },
    sources=("https://packaging.python.org/en/latest/specifications/simple-repository-api/",),
    find=_find,
)
