"""IDX403: The index URL stops short of the list of packages."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.answers import Last, last_answers, lists_no_file
from idxdoctor.diagnosis.evidence.shapes import cut_short
from idxdoctor.diagnosis.fixes.proposals import move
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for last in last_answers(case):
        shape = cut_short(last.index.url, last.answer)
        if shape is not None and _has_no_package(case, last):
            whole = f"{last.index.url.origin}{last.index.url.path.rstrip('/')}/{shape.end}"
            got = "404" if last.answer.status == 404 else "a page without files"
            yield Evidence(
                f"{last.index.label} ({last.index.provenance}) answered {got}; index URLs of {shape.provider} end in "
                f"/{shape.end}, and this one ends in /{last.index.url.segments[-1]}",
                (last.position,),
                (move(last.index, whole),),
            )


def _has_no_package(case: Case, last: Last) -> bool:
    """Say whether the index had no page for any package of the run."""
    answers = [
        exchange.answer
        for lookup in case.trace.lookups
        for position, index in enumerate(lookup.ending.indexes)
        if index is last.index
        for _, exchange in lookup.exchanges_of(position)[-1:]
    ]
    return all(answer.status == 404 or lists_no_file(answer) for answer in answers)


RULE = Rule(
    code="IDX403",
    severity="error",
    title="The index URL stops short of the list of packages",
    means="The client appends the package's name to the index URL. This one is that of the repository, not of its "
    "list of packages, so that every package seems to be missing, or the web interface answers.",
    told="Every page that was asked of the index was 404 or listed no file, and its URL has the shape of a provider "
    "whose index URLs go on: with /simple, or for devpi with /+simple.",
    remedies={"uv": "Append /simple to the URL (for devpi /+simple)."},
    sources=(
        "https://github.com/astral-sh/uv/pull/14251",
        "https://github.com/astral-sh/uv/issues/11136",
    ),
    find=_find,
    instead_of=frozenset({"IDX107", "IDX213", "IDX302", "IDX401", "IDX402", "IDX406"}),
)
