"""A forward proxy on loopback that answers every request itself and never goes upstream."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from socket import SHUT_RDWR, socket
from socketserver import ThreadingTCPServer
from threading import Thread
from types import TracebackType
from typing import Final

from idxdoctor.capture.authority import Authority
from idxdoctor.capture.desk import Desk
from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.url import Origin, Url

_LOOPBACK: Final = "127.0.0.1"
_LONGEST_HOLD: Final = 60.0
_REFUSED: Final[dict[Failure | None, int]] = {Failure.CONNECT: 502, Failure.PROXY: 407}
_WITHOUT_BODY: Final = frozenset({204, 304})


class Proxy:
    """A listener on a port of its own for one run of a client, open while the context lasts.

    It takes CONNECT, behind which it ends TLS itself, and requests for absolute http URLs.
    """

    def __init__(self, desk: Desk, authority: Authority) -> None:
        self._server = _Server(desk, authority)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Return the proxy's URL, as HTTP_PROXY and its kin want it."""
        return f"http://{_LOOPBACK}:{self._server.server_address[1]}"

    def __enter__(self) -> Proxy:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, desk: Desk, authority: Authority) -> None:
        super().__init__((_LOOPBACK, 0), _Connection)
        self.desk = desk
        self.authority = authority


class _Connection(BaseHTTPRequestHandler):
    """One connection of a client; `origin` is the server that it speaks to through a tunnel, if it does."""

    server: _Server
    connection: socket
    protocol_version = "HTTP/1.1"
    timeout = _LONGEST_HOLD
    origin: Origin | None = None

    def handle(self) -> None:
        """Answer requests until either side closes."""
        with suppress(OSError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: what happens is kept by the desk."""

    def do_CONNECT(self) -> None:
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
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb")
        self.origin = origin
        self.close_connection = False

    def _request(self) -> None:
        answer = self.server.desk.answer(self.command, self._url(), self.headers.get("Authorization"))
        if answer.failure is Failure.TIMEOUT:
            self._hold()
        if answer.failure is None:
            self._reply(answer)
        else:
            self._hang_up()

    do_GET = _request  # noqa: N815 - named after the method
    do_HEAD = _request  # noqa: N815 - named after the method

    def _url(self) -> Url:
        """Return the URL as the request line spells it; the base class makes one slash of two in `path`."""
        origin, target = self.origin, self.requestline.split()[1]
        if origin is None:
            scheme, _, rest = target.partition("://")
            netloc, slash, path = rest.partition("/")
            origin, target = Url.parse(f"{scheme}://{netloc}").origin, slash + path
        path, has_query, query = target.partition("?")
        return replace(Url.parse(str(origin)), path=path or "/", query=query if has_query else None)

    def _hold(self) -> None:
        """Wait until the client hangs up, as it does when its patience ends."""
        self.connection.settimeout(_LONGEST_HOLD)
        with suppress(OSError):
            self.connection.recv(1)

    def _hang_up(self) -> None:
        """Close without an answer, in TLS by its own rules: else uv takes it for a cut, which it retries otherwise."""
        import ssl

        self.close_connection = True
        with suppress(OSError, ValueError):
            if isinstance(self.connection, ssl.SSLSocket):
                self.connection.settimeout(0)
                self.connection.unwrap()
            self.connection.shutdown(SHUT_RDWR)

    def finish(self) -> None:
        """Close what is left of the connection, which the client may have closed already."""
        with suppress(OSError):
            super().finish()
        self.connection.close()

    def _reply(self, answer: Answer) -> None:
        self.send_response_only(answer.status or 500)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if "content-length" not in answer.headers and answer.status not in _WITHOUT_BODY:
            self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status not in _WITHOUT_BODY:
            self.wfile.write(answer.body)
