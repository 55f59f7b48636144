"""IDX211: A static store says 403 for what it does not have."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.refused import matters
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, ignore_status
from idxdoctor.diagnosis.fixes.renewal import make_explicit
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, refusals


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup) if matters(case) else ():
        seen = case.provider_of(refusal.visit.index)
        if refusal.visit.status != 403 or seen is None or not seen.sure:
            continue
        if not seen.provider.may_mean(403, "no such package") or seen.provider.username is not None:
            continue
        index = case.ending.indexes[refusal.visit.index]
        last = refusal.visit.index == len(case.ending.indexes) - 1
        further: tuple[Fix, ...] = () if last else (make_explicit(index), ignore_status(index, 403))
        yield Evidence(
            f"{index.label} is a folder in {seen.provider.name} ({seen.by}), which says 403 for a page that is not "
            f"there unless everybody may list it: {case.lookup.package} is probably not there",
            (refusal.position,),
            (
                *further,
                advice(f"check the name {case.lookup.package}, and that this is the right folder"),
            ),
        )


RULE = Rule(
    code="IDX211",
    severity="error",
    title="A static store says 403 for what it does not have",
    means="Amazon S3 answers 403 for an object that does not exist, unless the one who asks may list the folder. An "
    "index of static files there looks as if it refused every package that it does not have.",
    told="The last answer was 403, and the index shows itself as Amazon S3 by its Server header or its XML error.",
    remedies={
        "uv": "Make the index explicit and pin what comes from it, or set `ignore-error-codes = [403]` for it. uv does "
        "that by itself for download.pytorch.org.",
    },
    sources=(
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html",
        "https://github.com/astral-sh/uv/issues/13248",
        "https://github.com/astral-sh/uv/issues/14576",
        "https://github.com/pytorch/pytorch/issues/81900",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX202", "IDX203", "IDX210", "IDX216", "IDX217"}),
)
