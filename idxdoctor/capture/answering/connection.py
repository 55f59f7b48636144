"""Listens on loopback and answers, request by request, as a desk says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from socket import SHUT_RDWR, socket
from threading import Condition, Thread
from time import sleep
from types import TracebackType
from typing import Final, Self

from idxdoctor.capture.answering.desk import Desk
from idxdoctor.capture.threaded import ThreadedServer
from idxdoctor.model.errors import InputError, Place
from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.url import Origin, Url
from idxdoctor.model.url_parts import UrlError

LOOPBACK: Final = "127.0.0.1"
_LONGEST_HOLD: Final = 60.0
_LAST_WORDS: Final = 0.5
_BAD_REQUEST: Final = 400
_WITHOUT_BODY: Final = frozenset({204, 304})
_POLL: Final = 0.05


class Listener(ThreadedServer):
    """A port of this machine, taken at once and answered by its desk while the context lasts; port 0 is any free one.

    Raises `InputError` where the port can't be had.
    """

    desk: Desk
    allow_reuse_address = os.name != "nt"

    def __init__(self, connection: type[Connection], port: int = 0) -> None:
        try:
            super().__init__((LOOPBACK, port), connection)
        except (OSError, OverflowError) as error:
            raise port_refused(port, error) from None
        self._idle = Condition()
        self._busy = 0
        self._thread = Thread(target=self.serve_forever, args=(_POLL,), daemon=True)

    @property
    def origin(self) -> Origin:
        """Return where it listens."""
        return Origin("http", LOOPBACK, int(self.server_address[1]))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        with self._idle:
            self._idle.wait_for(lambda: not self._busy, _LAST_WORDS)
        self.server_close()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Let the end wait for what is said within the context, though not for long."""
        with self._idle:
            self._busy += 1
        try:
            yield
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()


def port_refused(port: int, error: OSError | OverflowError) -> InputError:
    """Return the error that says why a port can't be had."""
    why = error.strerror if isinstance(error, OSError) else "there is no such port"
    return InputError(
        f"port {port} of {LOOPBACK} can't be listened on: {why}",
        place=Place("--port"),
        remedy="Give another one, or leave it out for free ones.",
    )


class Connection(BaseHTTPRequestHandler):
    """One connection of a client; `origin` is the server that it speaks to, None for one that each request names.

    `verifies` is false where the client has taken a certificate that nobody knows.
    """

    server: Listener
    connection: socket
    protocol_version = "HTTP/1.1"
    timeout = _LONGEST_HOLD
    origin: Origin | None = None
    verifies = True

    def handle(self) -> None:
        """Answer requests until either side closes."""
        with suppress(OSError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: what happens is kept by the desk."""

    def _request(self) -> None:
        with self.server.busy():
            self._answer()

    def _answer(self) -> None:
        try:
            url = self._url()
        except UrlError:
            self._reply(Answer(_BAD_REQUEST))
            return
        given = self.headers.get("Authorization")
        answer = self.server.desk.answer(self.command, url, given, verifies=self.verifies)
        if answer.failure is Failure.TIMEOUT:
            self._hold()
        if answer.failure is None:
            sleep(answer.delay)
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
