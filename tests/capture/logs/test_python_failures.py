"""Why no answer came, by what Python's HTTP libraries say."""

from __future__ import annotations

import pytest

from idxdoctor.capture.logs.python_failures import detail_in, failure_in
from idxdoctor.model.exchange import Failure


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("(Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] x')))", Failure.TLS),
        ("(Caused by NameResolutionError('Failed to resolve h'))", Failure.NAME),
        ("ConnectError: [Errno -2] Name or service not known", Failure.NAME),
        ("Read timed out. (read timeout=15)", Failure.TIMEOUT),
        ("ReadTimeout: The read operation timed out", Failure.TIMEOUT),
        ("RemoteDisconnected('Remote end closed connection without response')", Failure.RESET),
        ("(Caused by ProxyError('Unable to connect to proxy', OSError('Tunnel failed: 502')))", Failure.PROXY),
        ("(Caused by NewConnectionError('[Errno 111] Connection refused'))", Failure.CONNECT),
        ("TooManyRedirects: Exceeded maximum allowed redirects.", None),
    ],
)
def test_each_library_has_words_of_its_own(text: str, failure: Failure | None) -> None:
    assert failure_in(text) is failure


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        (
            "SSLError(CertificateError(\"hostname 'h.example' doesn't match either of 'a.example', '*.b.example'\"))",
            "hostname 'h.example' doesn't match either of 'a.example', '*.b.example'",
        ),
        (
            "certificate verify failed: Hostname mismatch, certificate is not valid for 'h.example'. (_ssl.c:1000)",
            "Hostname mismatch, certificate is not valid for 'h.example'.",
        ),
        (
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1123)')))",
            "certificate has expired",
        ),
        (
            "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 400 Bad Request'))",
            "Tunnel connection failed: 400 Bad Request",
        ),
        ("NewConnectionError('[Errno 111] Connection refused: https://ci:hunter2@h.example')", None),
    ],
)
def test_only_what_is_said_of_certificates_and_proxies_is_told(text: str, detail: str | None) -> None:
    assert detail_in(text) == detail
