"""IDX620: A 400 to a HEAD request ends the run."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import lacks, upgrades
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    if not case.lookup.files or not lacks(case, "tolerates_400_to_head"):
        return
    position, last = len(case.lookup.files) - 1, case.lookup.files[-1]
    if last.request.method == "HEAD" and last.answer.status == 400:
        yield Evidence(
            f"{last.request.url.origin} answered 400 to the HEAD request for {last.request.url.segments[-1]}, which "
            f"ends the run in {case.trace.client}",
            (),
            upgrades(case, "tolerates_400_to_head"),
            (position,),
        )


RULE = Rule(
    code="IDX620",
    severity="error",
    title="uv 0.6.0 ends at a 400 to a HEAD request",
    means="uv asks for a wheel's size with HEAD before it reads parts of it. Some file servers answer that with 400, "
    "signed URLs among them, as the signature is for GET only. Newer releases fetch the wheel whole then.",
    told="The last request for a file was a HEAD, its answer 400, and the version does not go on from there.",
    remedies={"uv": "Upgrade to 0.6.1 or newer."},
    sources=("https://github.com/astral-sh/uv/pull/11539",),
    find=_find,
    instead_of=frozenset({"IDX409"}),
)
