"""IDX702: Credentials go over plain HTTP."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.sent import Sent, sent_credentials
from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import advice, move
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for sent in sent_credentials(case):
        if sent.origin.scheme == "http" and not sent.stays_here:
            yield Evidence(
                f"{sent.credential} ({sent.credential.provenance}) goes to {sent.origin}, readable on the way",
                sent.exchanges,
                _fixes(sent),
                sent.files,
            )


def _fixes(sent: Sent) -> tuple[Fix, ...]:
    index = sent.asked
    if index is None or index.url.scheme != "http":
        return (advice(f"let the index link and redirect to https in place of {sent.origin}"),)
    return (move(index, str(index.url.bare()).replace("http://", "https://", 1)),)


RULE = Rule(
    code="IDX702",
    severity="warning",
    title="Credentials go over plain HTTP",
    means="Basic authentication sends username and password with every request, not encrypted. Over http, whoever sees "
    "the traffic has them, and can put packages of their own into the answers.",
    told="A request with credentials went to an http URL of another host than this machine.",
    remedies={
        "uv": "Use the https URL of the index.",
        "pip": "Use the https URL of the index; --trusted-host only silences the warning.",
        "poetry": "Use the https URL of the source.",
        "pdm": "Use the https URL of the source; `verify_ssl = false` only lets pdm ask over http.",
    },
    sources=("https://datatracker.ietf.org/doc/html/rfc7617#section-4",),
    find=_find,
)
