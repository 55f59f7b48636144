"""A forward proxy on loopback that answers every request itself and never goes upstream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.answering.connection import Connection, Listener
from idxdoctor.capture.answering.desk import Desk
from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.url import Origin

if TYPE_CHECKING:
    from ssl import SSLContext

_REFUSED: Final[dict[Failure | None, int]] = {Failure.CONNECT: 502, Failure.PROXY: 407}


class Proxy(Listener):
    """A listener for one run of a client, open while the context lasts.

    It takes CONNECT, behind which it ends TLS itself, and requests for absolute http URLs.
    """

    def __init__(self, desk: Desk, authority: Authority, port: int = 0) -> None:
        super().__init__(_Tunnel, port)
        self.desk = desk
        self.authority = authority

    @property
    def url(self) -> str:
        """Return the proxy's URL, as HTTP_PROXY and its kin want it."""
        return str(self.origin)


class _Tunnel(Connection):
    """One connection of a client; `origin` is the server that it speaks to through a tunnel, if it does."""

    server: Proxy

    def do_CONNECT(self) -> None:  # noqa: N802 - named after the method
        """Open a tunnel and go on inside it as the server that it leads to."""
        host, _, port = self.path.rpartition(":")
        origin = Origin("https", host.lower(), int(port))
        failure = self.server.desk.connect(origin)
        if failure in _REFUSED:
            self._reply(Answer(_REFUSED[failure]))
            self.close_connection = True
            return
        self.send_response_only(200)
        self.end_headers()
        context = self.server.authority.context(origin.host, trusted=failure is not Failure.TLS)
        self.rfile.close()
        with self.server.busy():
            self._shake_hands(context, origin, failure)
        self.verifies = failure is not Failure.TLS
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb")
        self.origin = origin
        self.close_connection = False

    def _shake_hands(self, context: SSLContext, origin: Origin, failure: Failure | None) -> None:
        """Let the connection begin TLS. A client that takes a certificate which nobody knows goes on as any other."""
        refused = True
        try:
            self.connection = context.wrap_socket(self.connection, server_side=True)
            refused = False
        finally:
            if failure is Failure.TLS:
                self.server.desk.untrusted(origin, refused=refused)
