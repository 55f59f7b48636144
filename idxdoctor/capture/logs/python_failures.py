"""Why no answer came, by what Python's HTTP libraries say of it (urllib3, requests, httpx)."""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.model.exchange import Failure

_WORDS: Final = (
    (Failure.TLS, re.compile(r"CERTIFICATE_VERIFY_FAILED|certificate verify|SSLError|SSLCertVerification")),
    (
        Failure.NAME,
        re.compile(r"NameResolution|getaddrinfo|[Nn]ame or service not known|nodename nor servname|name resolution"),
    ),
    (Failure.TIMEOUT, re.compile(r"[Tt]imed? ?out")),
    (
        Failure.RESET,
        re.compile(
            r"RemoteDisconnected|RemoteProtocolError|without (?:sending a )?response|[Cc]onnection ?[Rr]eset|"
            r"Connection aborted|ReadError|IncompleteRead|EOF occurred"
        ),
    ),
    (Failure.PROXY, re.compile(r"ProxyError|[Tt]unnel|proxy", re.IGNORECASE)),
    (Failure.CONNECT, re.compile(r"[Rr]efused|NewConnectionError|ConnectError|unreachable|Max retries|NetworkError")),
)
_DETAILS: Final = re.compile(
    r"hostname '[^']{1,255}' doesn't match(?: (?:either of )?'[^']{1,255}'(?:, '[^']{1,255}')*)?|"
    r"(?<=certificate verify failed: )[^(\"]{1,400}(?= \(_ssl)|Tunnel connection failed: \d{3}[A-Za-z ]*"
)


def failure_in(text: str) -> Failure | None:
    """Return what an error's text says went wrong before there was an answer; None where it is about something else."""
    return next((failure for failure, words in _WORDS if words.search(text)), None)


def detail_in(text: str) -> str | None:
    """Return what an error's text says of a certificate, or of a proxy's answer; None where it is about neither."""
    detail = _DETAILS.search(text)
    return detail[0].strip() if detail else None
