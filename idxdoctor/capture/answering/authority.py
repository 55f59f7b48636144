"""A certificate authority of the tool's own, which the proxy speaks TLS with under the scenario's host names."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from idxdoctor.model.errors import InputError

if TYPE_CHECKING:
    import ssl

    import trustme


class Authority:
    """Issues a certificate for any host. One serves any number of proxies at once.

    Raises `InputError` where the library that makes certificates is not installed.
    """

    def __init__(self) -> None:
        self._trusted = _new_ca()
        self._unknown = _new_ca()
        self._contexts: dict[tuple[str, bool], ssl.SSLContext] = {}
        self._lock = Lock()

    def write_certificate(self, path: Path) -> None:
        """Write the authority's own certificate, which a client must trust, to `path` as PEM."""
        self._trusted.cert_pem.write_to_path(str(path))

    def context(self, host: str, trusted: bool = True) -> ssl.SSLContext:
        """Return what a TLS server called `host` needs; with `trusted` False of an authority that nobody knows."""
        with self._lock:
            if (host, trusted) not in self._contexts:
                self._contexts[host, trusted] = _server_context(self._trusted if trusted else self._unknown, host)
            return self._contexts[host, trusted]


def _new_ca() -> trustme.CA:
    try:
        import trustme
    except ImportError:
        raise InputError(
            "the library that makes certificates (trustme) is not installed",
            remedy="Install it with `pip install 'idxdoctor[wire]'`.",
        ) from None
    return trustme.CA()


def _server_context(authority: trustme.CA, host: str) -> ssl.SSLContext:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    authority.issue_cert(host.strip("[]")).configure_cert(context)
    return context
