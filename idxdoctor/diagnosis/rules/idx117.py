"""IDX117: Credentials are known for the host under another scheme or port."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from idxdoctor.diagnosis.evidence.unauthenticated import unauthenticated
from idxdoctor.diagnosis.fixes.proposals import give_credentials, move
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.credential import Credential
from idxdoctor.model.url import Origin, Url


def _find(case: Case) -> Iterator[Evidence]:
    for lacking in unauthenticated(case):
        url = lacking.index.url
        for origin, credential in _neighbours(case, url.origin):
            there = _at(url, origin)
            yield Evidence(
                f"{lacking.what}; {credential.provenance} gives credentials for {origin}, which are not sent to "
                f"{url.origin}: another scheme or port counts as another server",
                lacking.exchanges,
                (
                    move(lacking.index, there, ", if that is the same server"),
                    give_credentials(lacking.index),
                ),
            )
            break


def _neighbours(case: Case, origin: Origin) -> Iterator[tuple[Origin, Credential]]:
    """Return complete credentials for another scheme or port of the host, each with its origin."""
    plan = case.trace.plan
    known = [*(index.credential for index in plan.defined), *(entry.credential for entry in plan.stored)]
    for credential in known:
        other = credential.reach.origin if credential is not None and credential.is_complete else None
        if credential is not None and other is not None and other.host == origin.host and other != origin:
            yield other, credential


def _at(url: Url, origin: Origin) -> str:
    return f"{origin}{replace(url.bare(), scheme='https', host='h', port=None).reveal().removeprefix('https://h')}"


RULE = Rule(
    code="IDX117",
    severity="error",
    title="Credentials are known for the host under another scheme or port",
    means="Credentials are kept for a scheme, host and port together. Those of https://HOST are not sent to "
    "http://HOST or https://HOST:8443.",
    told="An index was refused for want of credentials, and another index or an entry of the credentials store has "
    "some for its host with another scheme or port.",
    remedies={
        "uv": "Use one spelling of the server's address, or give each index credentials; netrc goes by host alone."
    },
    sources=("https://github.com/astral-sh/uv/issues/13324",),
    find=_find,
    instead_of=frozenset({"IDX101", "IDX104"}),
)
