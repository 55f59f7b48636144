"""IDX124: Credentials in a redirect's Location are not used."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.redirects import base_of, last_hops, netrc_for
from idxdoctor.diagnosis.fixes.proposals import advice, move, upgrade
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import REFUSALS


def _find(case: Case) -> Iterator[Evidence]:
    for hop in last_hops(case):
        given = hop.source.redirect
        if given is None or (not given.username and given.password is None):
            continue
        if hop.last.answer.status not in REFUSALS or hop.last.request.credential is not None:
            continue
        nameless = "" if given.username else ", with an empty username"
        newer = not nameless and case.is_older_than("uv", "0.7.16")
        base = base_of(given.bare(), case.lookup.package)
        yield Evidence(
            f"{hop.source.request.url.origin} redirected to {given.bare()} and gave credentials in the Location"
            f"{nameless}; they were not sent, and {given.origin} answered {hop.last.answer.status}",
            (hop.position - 1, hop.position),
            (
                *([upgrade("uv", "0.7.16", ", which sends them")] if newer else []),
                netrc_for(case, given.origin),
                *([advice("let the server put any username before the token in the Location")] if nameless else []),
                *([move(hop.index, base)] if base else []),
            ),
        )


RULE = Rule(
    code="IDX124",
    severity="error",
    title="Credentials in a redirect's Location are not used",
    means="The server redirects to a URL with username and password in it. Versions differ in whether these are sent "
    "to the target, and some send none where the username is empty.",
    told="The answer before the last had a Location with userinfo; the request that followed carried no credentials "
    "and was answered with 401 or 403.",
    remedies={
        "uv": "uv 0.7.16 and newer send them, but not a token whose username is empty: put any username before it."
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/11097",
        "https://github.com/astral-sh/uv/pull/14315",
        "https://github.com/astral-sh/uv/issues/17343",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX102", "IDX123"}),
)
