"""IDX412: The page lists files under another scheme or port than its own."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.indexes import served
from idxdoctor.diagnosis.fixes.proposals import advice, give_host_credentials
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.trace import Outcome


def _find(case: Case) -> Iterator[Evidence]:
    page = served(case)
    files = list(enumerate(case.lookup.files))
    if page is None or not files or case.ending.outcome is not Outcome.FOUND:
        return
    here, there = page.exchange.request.url.origin, files[0][1].request.url.origin
    refused = (files[-1][1].answer.status or 0) in {401, 403, 404, 405} or files[-1][1].answer.failure is not None
    if refused and here.host == there.host and here != there:
        clear = "they are then sent unencrypted" if there.scheme == "http" else None
        yield Evidence(
            f"the page is at {here}, and lists its files at {there}: for a client that is another server, to which the "
            "credentials of the page are not sent",
            (page.position,),
            (
                advice(f"let the server know that it is reached as {here}: X-Forwarded-Proto and X-Forwarded-Host"),
                give_host_credentials(there)._replace(risk=clear),
            ),
            (files[-1][0],),
        )


RULE = Rule(
    code="IDX412",
    severity="error",
    title="The page lists files under another scheme or port than its own",
    means="A server behind a proxy that speaks TLS for it may not know that, and write links with http:// or with its "
    "own port. Credentials belong to scheme, host and port, so the file is asked for without any.",
    told="The file that was chosen has the host of the page and another scheme or port, and the request for it failed.",
    remedies={"uv": "Correct the links at the server: most read X-Forwarded-Proto, or have a setting for their URL."},
    sources=("https://github.com/astral-sh/uv/issues/13324",),
    find=_find,
)
