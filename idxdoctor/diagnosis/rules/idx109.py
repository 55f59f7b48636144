"""IDX109: The keyring was asked and knew nothing."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes import advice, give_credentials, upgrade
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.diagnosis.unauthenticated import unauthenticated
from idxdoctor.model.credential import Reach, shown_service
from idxdoctor.model.exchange import AskKeyring
from idxdoctor.model.plan import Index
from idxdoctor.model.secret import MASK, shown_username


def _find(case: Case) -> Iterator[Evidence]:
    for lacking in unauthenticated(case):
        origin = lacking.index.url.origin
        calls = [call for call in case.lookup.keyring if Reach.of_service(call.request.service).covers(origin)]
        if not calls or any(call.answered for call in calls):
            continue
        asked = list(dict.fromkeys(_shown(call.request) for call in calls))
        yield Evidence(
            f"{lacking.what}; it was asked for first with {_listed(asked)}, and none gave a password",
            lacking.exchanges,
            tuple(_fixes(case, lacking.index, calls[0].request, asked[0])),
        )


def _fixes(case: Case, index: Index, first: AskKeyring, shown: str) -> Iterator[Fix]:
    by_page = index.url.child(case.lookup.package).reveal() == first.service
    if by_page and case.is_older_than("uv", "0.7.0"):
        yield upgrade("uv", "0.7.0", ", which asks for the URL of the index and not of each page")
    slashed = any(f"{first.service}/" == defined.url.reveal() for defined in case.trace.plan.defined)
    if slashed and case.is_older_than("uv", "0.7.20"):
        yield upgrade("uv", "0.7.20", ", which asks with the slash at the end of the URL")
    yield advice(f"run `{shown}` by hand: it must print a password; `keyring set` with the same words stores one")
    yield give_credentials(index)


def _shown(question: AskKeyring) -> str:
    service = quote(shown_service(question.service))
    if question.username is None:
        return f"keyring get {service} --mode creds"
    username = shown_username(question.username, None)
    return f"keyring get {service} {username if username == MASK else quote(username)}"


def _listed(calls: list[str]) -> str:
    return " and ".join(f"`{call}`" for call in calls)


RULE = Rule(
    code="IDX109",
    severity="error",
    title="The keyring was asked and knew nothing",
    means="The keyring program gave no password for what it was asked: it stores the password under another service or "
    "another username, its backend does not know the host, or the program is not there or failed.",
    told="An index was refused for want of credentials, the keyring was called for its host, and no call gave a "
    "password.",
    remedies={
        "uv": "Make the very calls by hand. uv 0.7.0 and newer ask for the index URL, then its host; older ones for "
        "the URL of each page. Backends of cloud providers answer whole URLs only, and only for their own usernames.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/4056",
        "https://github.com/astral-sh/uv/issues/12280",
        "https://github.com/astral-sh/uv/pull/12651",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX103", "IDX104"}),
)
