"""IDX409: The server refuses the request for a file's size."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule

_OF_THE_METHOD = frozenset({429, *range(500, 600)})


def _find(case: Case) -> Iterator[Evidence]:
    for position, exchange in list(enumerate(case.lookup.files))[-1:]:
        status = exchange.answer.status
        if exchange.request.method == "HEAD" and status in _OF_THE_METHOD:
            origin = exchange.request.url.origin
            yield Evidence(
                f"{origin} answered {status} to a HEAD request for the file, and no GET followed: either it "
                "does not take HEAD, or it fails for this file",
                (),
                (advice(f"let {origin} answer 405 to HEAD, after which the file is asked for with GET"),),
                (position,),
            )


RULE = Rule(
    code="IDX409",
    severity="error",
    title="The server refuses the request for a file's size",
    means="Before it reads a wheel's metadata, uv asks with HEAD how long the wheel is. After 403, 404 or 405 it asks "
    "for the whole file; after another error it gives up, though a GET may work. This is not about credentials.",
    told="The last request for a file was a HEAD, answered with 429 or a status of 500 and more. That GET works is "
    "not shown: try the URL in a browser or with curl.",
    remedies={"uv": "Let the server answer HEAD as it answers GET, or with 405."},
    sources=(
        "https://github.com/astral-sh/uv/issues/6610",
        "https://github.com/astral-sh/uv/issues/1371",
    ),
    find=_find,
)
