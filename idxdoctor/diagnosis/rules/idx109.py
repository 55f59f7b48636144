"""IDX109: The keyring was asked and knew nothing."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.keyring import calls_for, shown_call, shown_calls
from idxdoctor.diagnosis.evidence.unauthenticated import unauthenticated
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, give_credentials, give_username, upgrade
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import AskKeyring
from idxdoctor.model.plan import Index


def _find(case: Case) -> Iterator[Evidence]:
    for lacking in unauthenticated(case):
        origin = lacking.index.url.origin
        calls = calls_for(case, origin)
        if not calls or any(call.answered for call in calls):
            continue
        yield Evidence(
            f"{lacking.what}; the keyring was asked with {shown_calls(calls)}, and gave no password",
            lacking.exchanges,
            tuple(_fixes(case, lacking.index, calls[0].request)),
        )


def _fixes(case: Case, index: Index, first: AskKeyring) -> Iterator[Fix]:
    by_page = index.url.child(case.lookup.package).reveal() == first.service
    if by_page and case.is_older_than("uv", "0.7.0"):
        yield upgrade("uv", "0.7.0", ", which asks for the URL of the index and not of each page")
    slashed = any(f"{first.service}/" == defined.url.reveal() for defined in case.trace.plan.defined)
    if slashed and case.is_older_than("uv", "0.7.20"):
        yield upgrade("uv", "0.7.20", ", which asks with the slash at the end of the URL")
    if first.username is None:
        yield advice(f"run `{shown_call(first)}` by hand: it must print a username and a password (keyring 25.2.1)")
        yield give_username(index)
    else:
        yield advice(f"run `{shown_call(first)}` by hand: it must print a password; `keyring set` stores one so")
    yield give_credentials(index)


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
        "pip": "Make the calls by hand: pip asks for the index URL, from 23.1 on with a slash at its end, "
        "then for the host with its port. From 23.0 to 26.1 the keyring program is asked only where a "
        "username is known.",
        "pdm": "Make the calls by hand: pdm asks for `pdm-pypi-NAME`, where NAME is the source's, then for the URL of "
        "the source and its host. `pdm config pypi.NAME.username` must be the username that the keyring has.",
    },
    sources=(
        "https://github.com/astral-sh/uv/issues/4056",
        "https://github.com/astral-sh/uv/issues/12280",
        "https://github.com/astral-sh/uv/pull/12651",
        "https://pip.pypa.io/en/stable/topics/authentication/",
    ),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX103", "IDX104"}),
)
