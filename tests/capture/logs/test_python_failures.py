"""Why no answer came, by what Python's HTTP libraries say."""

from __future__ import annotations

import pytest

from idxdoctor.capture.logs.python_failures import failure_in
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
