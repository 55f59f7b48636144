"""IDX709: Credentials go to a server whose certificate is not verified."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.diagnosis.evidence.sent import sent_credentials
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule


def _find(case: Case) -> Iterator[Evidence]:
    for sent in sent_credentials(case):
        requests = [case.lookup.exchanges[position].request for position in sent.exchanges]
        requests += [case.lookup.files[position].request for position in sent.files]
        verified = sent.origin.scheme != "https" or all(request.verifies for request in requests)
        if verified or sent.stays_here:
            continue
        yield Evidence(
            f"{sent.credential} ({sent.credential.provenance}) goes to {sent.origin}, whoever answers there: its "
            "certificate is not verified",
            sent.exchanges,
            (
                advice(
                    "let SSL_CERT_FILE name a file with the certificate of the server's authority, and take the host "
                    f"out of {_places(case)}"
                ),
            ),
            sent.files,
        )


def _places(case: Case) -> str:
    return ", ".join(dict.fromkeys(str(host.provenance) for host in case.trace.plan.insecure_hosts))


RULE = Rule(
    code="IDX709",
    severity="warning",
    title="Credentials go to a server whose certificate is not verified",
    means="A certificate says who answers. Where the client takes any, somebody on the way can show one of their own, "
    "read the credentials, and put packages of their own into the answers. A redirect from such a host is followed in "
    "the same way, whatever host it leads to.",
    told="A request with credentials went by https to a host of `allow-insecure-host`, or by a redirect from one.",
    remedies={
        "uv": "Let SSL_CERT_FILE name a file with the certificate of the server's authority, or use the system's "
        "certificates: UV_SYSTEM_CERTS=true from 0.11.0 on, UV_NATIVE_TLS=true before. Then take the host out of "
        "UV_INSECURE_HOST and `allow-insecure-host`.",
    },
    sources=(
        "https://docs.astral.sh/uv/reference/settings/#allow-insecure-host",
        "https://github.com/astral-sh/uv/blob/0.12.5/crates/uv-client/src/base_client.rs",
    ),
    find=_find,
)
