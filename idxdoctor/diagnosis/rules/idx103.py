"""IDX103: A username was sent without a password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.fixes.proposals import give_credentials, use_keyring
from idxdoctor.diagnosis.fixes.renewal import how_had
from idxdoctor.diagnosis.rule import Case, Evidence, Rule, refusals

_ASK_NO_KEYRING: Final = frozenset({"poetry"})
"""Clients that look nowhere else where the URL has a username."""


def _find(case: Case) -> Iterator[Evidence]:
    for refusal in refusals(case.lookup):
        credential = refusal.exchange.request.credential
        if credential is not None and not credential.is_complete:
            index = case.ending.indexes[refusal.visit.index]
            title = f"give the password of the username in {credential.provenance}"
            keyring = () if case.trace.plan.keyring or case.trace.client.name in _ASK_NO_KEYRING else (use_keyring(),)
            yield Evidence(
                f"the username comes from {credential.provenance}; no password was found for it",
                (refusal.position,),
                (
                    give_credentials(index, f"{title}{how_had(case, refusal.visit.index)}", of=credential.username),
                    *keyring,
                ),
            )


RULE = Rule(
    code="IDX103",
    severity="error",
    title="A username was sent without a password",
    means="Only a username is configured, and neither netrc nor keyring had a password for it, so the client "
    "sent an empty one.",
    told="The last request to the index carried a username and no password, and was answered with 401 or 403.",
    remedies={
        "uv": "Set UV_INDEX_<NAME>_PASSWORD, or a netrc entry whose login is that username, or switch the keyring on "
        "with UV_KEYRING_PROVIDER=subprocess.",
        "pip": "Write the password into the index URL, or let the keyring have it: --keyring-provider "
        "subprocess or import (23.1 and newer) with the username in the URL. Before 25.2 netrc is not "
        "looked into for a URL that has a username.",
        "poetry": "Write the password into the source's URL too, or take the username out of it and set "
        "POETRY_HTTP_BASIC_<NAME>_USERNAME and POETRY_HTTP_BASIC_<NAME>_PASSWORD: what stands in the URL goes "
        "before these.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/authentication/http/",
        "https://pip.pypa.io/en/stable/topics/authentication/",
    ),
    find=_find,
)
