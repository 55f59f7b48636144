"""IDX320: A file is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule

_MISSING: Final = frozenset({404, 410})


def _find(case: Case) -> Iterator[Evidence]:
    file = case.lookup.faulty_file
    if file is None or file.answer.status not in _MISSING:
        return
    ending = case.ending
    listed = f", which {ending.indexes[ending.index].label} lists," if ending.index is not None else ""
    yield Evidence(
        f"{file.request.url}{listed} answered {file.answer.status}",
        (),
        (
            advice(f"ask those who run {file.request.url.host} whether the file is there, and its list up to date"),
            advice("run pip with --no-cache-dir, so that no list is taken that was kept"),
        ),
        (len(case.lookup.files) - 1,),
    )


RULE = Rule(
    code="IDX320",
    severity="error",
    title="A file is not there",
    means="The server has no file at the URL that a page lists or a requirement names. Such a list is older or newer "
    "than the files (a mirror between two runs, a cache on the way, a file that was deleted), or the server hides by a "
    "404 what it keeps from strangers.",
    told="The request for the file that ended the run was answered with 404 or 410.",
    remedies={
        "pip": "Ask those who run the server; --no-cache-dir takes no list that was kept, `!=VERSION` leaves the "
        "release out."
    },
    sources=("https://github.com/pypa/pip/blob/26.1/src/pip/_internal/network/download.py",),
    find=_find,
    whoever_asked=True,
)
