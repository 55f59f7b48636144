"""IDX112: `authenticate = never` keeps credentials from an index that asks for some."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused_file import refused_file
from idxdoctor.diagnosis.fixes.proposals import give_credentials, set_policy, together
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, ends_with, refusals


def _find(case: Case) -> Iterator[Evidence]:
    yield from _pages(case)
    file = refused_file(case)
    if file is not None and file.index is not None and ends_with(file.last.request.decision.code, "never"):
        yield Evidence(
            f"{file.what}, as `authenticate = never` of {file.index.label} ({file.index.provenance}) wants it",
            (),
            (set_policy(file.index, "auto"),),
            file.positions,
        )


def _pages(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup):
        request = refusal.exchange.request
        if not ends_with(request.decision.code, "never") or request.credential is not None:
            continue
        index = case.ending.indexes[refusal.visit.index]
        own = index.credential
        known = f"; those of {own} ({own.provenance}) were not sent" if own else ""
        allow = set_policy(index, "auto")
        give = give_credentials(index)
        yield Evidence(
            f"{index.label} ({index.provenance}) answered {refusal.visit.status} to a request without credentials, as "
            f"`authenticate = never` wants it{known}",
            (refusal.position,),
            (allow,) if own else (allow, together(f"{allow.title}, and {give.title}", allow, give)),
        )


RULE = Rule(
    code="IDX112",
    severity="error",
    title="`authenticate = never` keeps credentials from an index that asks for some",
    means="The index must not be asked with credentials, so none are looked for, and the index refuses to answer "
    "without.",
    told="The last request to the index, or for its file, carried no credentials by order of its `authenticate`, and "
    "its answer was 401 or 403.",
    remedies={"uv": "Take `authenticate = never` out, or set it to `auto`."},
    sources=("https://docs.astral.sh/uv/concepts/indexes/#authentication",),
    find=_find,
    instead_of=frozenset({"IDX101"}),
)
