"""IDX405: The index sends the client to a page for logging in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.answers import Last, asked_as, last_answers, lists_no_file
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.fixes.search import send_at_once
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.url import Url

_LOGIN: Final = re.compile(
    r"(?:^|[/._-])(?:log-?[io]n|sign[-_]?in|sso|saml2?|oauth2?|oidc|openid-connect|authorize|adfs|idp|auth|accounts?)"
    r"(?:[/._-]|$)",
    re.IGNORECASE,
)


def _find(case: Case) -> Iterator[Evidence]:
    for last in last_answers(case):
        if not lists_no_file(last.answer) and (last.answer.status or 0) < 400:
            continue
        for position, exchange in case.lookup.exchanges_of(last.visit.index):
            if exchange.redirect is not None and _is_login(exchange.redirect) and position < last.position:
                yield Evidence(
                    f"{last.index.label} ({last.index.provenance}), asked {asked_as(exchange)}, sent the client to "
                    f"{_place(exchange.redirect)} and no package's page came of it",
                    tuple(range(position, last.position + 1)),
                    tuple(_fixes(last)),
                )
                break


def _is_login(url: Url) -> bool:
    return _LOGIN.search(url.host) is not None or _LOGIN.search(url.path) is not None


def _place(url: Url) -> str:
    return f"{url.origin}{url.path}"


def _fixes(last: Last) -> Iterator[Fix]:
    yield send_at_once(last.index)
    yield advice(f"ask who runs {last.index.url.origin} for a token, or a URL, that needs no browser")


RULE = Rule(
    code="IDX405",
    severity="error",
    title="The index sends the client to a page for logging in",
    means="A gateway before the index, or the index itself, answers whoever it does not know with a redirect to a page "
    "on which a person would log in. That is no refusal: the client looks for no credentials, follows the redirect "
    "and takes what comes for its answer.",
    told="An index redirected to a host or path that has a word such as login, signin, sso or oauth, and what "
    "answered there was an error or listed no file.",
    remedies={
        "uv": "Send credentials with the first request: in the URL, as UV_INDEX_<NAME>_USERNAME and _PASSWORD, or with "
        '`authenticate = "always"` where netrc or the keyring has them.',
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/indexes/#customizing-authentication-behavior",
        "https://github.com/astral-sh/uv/issues/13216",
    ),
    find=_find,
    needs=frozenset({"answers"}),
    instead_of=frozenset(
        {"IDX101", "IDX102", "IDX213", "IDX301", "IDX302", "IDX306", "IDX307", "IDX401", "IDX402", "IDX406", "IDX606"}
    ),
)
