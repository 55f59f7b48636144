"""IDX605: A failing request is made sixteen times."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.releases import behaves, upgrades
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import Answer, Failure


def _find(case: Case) -> Iterator[Evidence]:
    wanted = 1 + case.trace.plan.http_retries
    for visit in case.ending.visits:
        exchanges = case.lookup.exchanges_of(visit.index)
        if not exchanges:
            continue
        last = exchanges[-1][1]
        same = (last.request.url, last.request.credential)
        repeated = tuple(n for n, one in exchanges if (one.request.url, one.request.credential) == same)
        name = _behaviour_at(last.answer)
        if len(repeated) > wanted and behaves(case, name):
            yield Evidence(
                f"{last.request.url.origin} was asked {len(repeated)} times where {wanted} were wanted: "
                f"{case.trace.client} retries in two loops, one inside the other",
                repeated,
                upgrades(case, name),
            )


def _behaviour_at(answer: Answer) -> str:
    """Return the behaviour by which uv asks too often for what is answered so."""
    if answer.failure is None:
        return "retries_sixteenfold"
    return "retries_bad_certificates_sixteenfold" if answer.failure is Failure.TLS else "retries_failures_sixteenfold"


RULE = Rule(
    code="IDX605",
    severity="warning",
    title="uv 0.8.1 to 0.9.21 make a failing request sixteen times",
    means="Retries ran in two loops, one inside the other: with the usual three retries, sixteen requests and the "
    "waiting between them. It looks as if uv hung, and a server that counts requests may lock the account. Server "
    "errors were affected from 0.8.15 to 0.9.18, closed connections from 0.9.19 to 0.9.21, certificates from 0.8.1 to "
    "0.9.21. Why the request fails is another matter.",
    told="The last request to the index was made more often than UV_HTTP_RETRIES wants, at a version that does so.",
    remedies={"uv": "Upgrade to 0.9.22 or newer."},
    sources=(
        "https://github.com/astral-sh/uv/pull/15567",
        "https://github.com/astral-sh/uv/pull/17104",
        "https://github.com/astral-sh/uv/pull/17274",
    ),
    find=_find,
    needs=frozenset({"configuration"}),
)
