"""IDX502: The server's certificate is not trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from idxdoctor.diagnosis.evidence.silence import Silence, silences
from idxdoctor.diagnosis.fixes.proposals import advice
from idxdoctor.diagnosis.rule import Case, Evidence, Rule
from idxdoctor.model.exchange import Failure
from idxdoctor.model.url import Url

_FILE: Final = {
    "uv": "SSL_CERT_FILE",
    "pip": "PIP_CERT",
    "poetry": "REQUESTS_CA_BUNDLE",
    "pdm": "`ca_certs` of the source",
}
_SYSTEM: Final = {
    "pip": "use pip 24.2 or newer on Python 3.10 or newer, which asks the system too",
    "poetry": "let REQUESTS_CA_BUNDLE name the system's own file of certificates",
    "pdm": "let `ca_certs` of the source name the system's own file of certificates",
}
_OTHER_NAMES: Final = re.compile(r"doesn't match|mismatch|not valid for", re.IGNORECASE)
_OUT_OF_DATE: Final = re.compile(r"expired|not yet valid", re.IGNORECASE)
"""What Python's ssl and urllib3, or OpenSSL, say of a certificate."""


def _find(case: Case) -> Iterator[Evidence]:
    for silence in silences(case, Failure.TLS):
        yield Evidence(
            f"the connection to {silence.origin} failed at its certificate{silence.detail}: "
            f"no request was sent, and no credentials either{_though_named(case, silence)}",
            silence.exchanges,
            tuple(advice(text) for text in _fixes(case, silence)),
            silence.files,
        )


def _fixes(case: Case, silence: Silence) -> Iterator[str]:
    """Return what would help: a file of certificates does not where the certificate itself is not good."""
    host = silence.origin.host
    if _OTHER_NAMES.search(silence.detail):
        yield f"look whether the URL names the server as its certificate does: it is for other names than {host}"
        yield f"look whether {host} leads to the right server: DNS, the file of hosts and a proxy on the way decide"
        yield f"let the server show a certificate for {host}"
    elif _OUT_OF_DATE.search(silence.detail):
        yield "let the server have a new certificate"
        yield "look whether the clock of this machine is right"
    else:
        yield f"let {_FILE[case.trace.client.name]} name a file with the certificate of the server's authority"
        yield _system_certificates(case)


def _though_named(case: Case, silence: Silence) -> str:
    """Say why a host is verified that a setting names as one that is not."""
    url = silence.exchange.request.url
    for host in case.trace.plan.insecure_hosts:
        if host.matches(url):
            return f". {host.provenance} names it, which counts for its own pages, not for a redirect that leads there"
        if host.host == url.host and host.port is not None:
            return f". {host.provenance} names it with port {host.port}, and the URL has {_port(url)}"
    return ""


def _port(url: Url) -> str:
    return "none" if url.port is None else str(url.port)


def _system_certificates(case: Case) -> str:
    if case.trace.client.name != "uv":
        return f"if the system trusts the certificate (a browser opens the index), {_SYSTEM[case.trace.client.name]}"
    setting = "UV_NATIVE_TLS=true" if case.is_older_than("uv", "0.11.0") else "UV_SYSTEM_CERTS=true"
    return f"if the system trusts the certificate (a browser opens the index), set {setting}"


RULE = Rule(
    code="IDX502",
    severity="error",
    title="The server's certificate is not trusted",
    means="The connection ended before the first request, as the server's certificate is signed by nobody whom the "
    "client trusts, is out of date, or is for another host. Credentials play no part. Behind a company's proxy, "
    "which shows certificates of its own, this happens with every host.",
    told="The last connection to the index, or to the server of a file that it or a lock names, "
    "failed in TLS: there is no status.",
    remedies={
        "uv": "Let SSL_CERT_FILE name the authority's certificate, or use the system's: UV_SYSTEM_CERTS=true from "
        "0.11.0 on, UV_NATIVE_TLS=true before. A file that SSL_CERT_FILE names and that is not there leaves nothing "
        "trusted from 0.12.0 on.",
        "pip": "Let --cert, PIP_CERT or REQUESTS_CA_BUNDLE name a file with the authority's certificate; "
        "from 24.2 on the system's trust store counts too. --trusted-host gives all protection up.",
        "poetry": "Let REQUESTS_CA_BUNDLE name a file with the authority's certificate, or `poetry config "
        "certificates.<name>.cert` for one source.",
        "pdm": "Give the source `ca_certs`, a file with the authority's certificate; `verify_ssl = false` gives all "
        "protection up.",
    },
    sources=(
        "https://docs.astral.sh/uv/concepts/authentication/certificates/",
        "https://github.com/astral-sh/uv/issues/1819",
        "https://pip.pypa.io/en/stable/topics/https-certificates/",
    ),
    find=_find,
    whoever_asked=True,
)
