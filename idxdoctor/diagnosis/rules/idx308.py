"""IDX308: An index sent the client to a public one, whose package was taken."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.indexes import Served, is_open, served
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.fixes.search import send_at_once
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.credential import whom
from idxdoctor.model.exchange import Exchange


def _find(case: Case) -> Iterator[Evidence]:
    taken = served(case)
    if taken is None or is_open(taken.index.url) or not is_open(taken.exchange.request.url):
        return
    position, forwarding = _first_of(case, taken)
    credential = forwarding.request.credential
    if credential is None:
        yield Evidence(
            f"{taken.index.label} ({taken.index.provenance}) was asked without credentials and sent the client to "
            f"{taken.origin}: either it does not have {case.lookup.package}, or shows it only to some",
            (position, taken.position),
            (send_at_once(taken.index), _no_forwarding(taken)),
        )
    elif case.trace.plan.project_command:
        yield Evidence(
            f"{taken.index.label} ({taken.index.provenance}), asked {whom(credential)}, sent the client to "
            f"{taken.origin}; a lock file will say that {case.lookup.package} is from {taken.index.label}",
            (position, taken.position),
            (_no_forwarding(taken),),
        )


def _first_of(case: Case, taken: Served) -> tuple[int, Exchange]:
    """Return the redirect that left the index."""
    before = [
        (position, exchange)
        for position, exchange in enumerate(case.lookup.exchanges[: taken.position])
        if exchange.request.index == taken.exchange.request.index and not is_open(exchange.request.url)
    ]
    return before[-1]


def _no_forwarding(taken: Served) -> Fix:
    return advice(f"let {taken.index.url.origin} not forward what it does not have, if that can be switched off")


RULE = Rule(
    code="IDX308",
    severity="warning",
    title="An index sent the client to a public one, whose package was taken",
    means="Some servers forward requests for packages that they do not have to a public index: GitLab ('Forward PyPI "
    "package requests') and pypiserver (`--fallback-url`) do. To a request without credentials they may do so for "
    "packages that they do have, and since that is no refusal, the client looks for no credentials. What is taken is "
    "a public package of the same name.",
    told="The page that was taken comes from pypi.org or another open host, to which a redirect of an index led that "
    "is none. A redirect to elsewhere, such as a file server, is not told.",
    remedies={
        "uv": "Give the index credentials that are sent with the first request, in its URL or as "
        "UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD; switch the forwarding off at the server.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/7359",
        "https://github.com/astral-sh/uv/issues/7153",
        "https://docs.gitlab.com/user/packages/pypi_repository/",
    ),
    find=_find,
)
