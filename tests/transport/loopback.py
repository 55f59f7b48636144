"""Real servers on loopback, each in a thread, that answer as a test says and remember what they were asked."""

from __future__ import annotations

import ssl
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TypeAlias

Handler: TypeAlias = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Seen:
    """One request as it came in. `who` is `user:password`, or None."""

    path: str
    who: str | None
    headers: Mapping[str, str]


@dataclass
class Loopback:
    """A server at work."""

    url: str
    seen: list[Seen] = field(default_factory=list)

    @property
    def asked(self) -> list[tuple[str, str | None]]:
        """Return what was asked for and as whom."""
        return [(seen.path, seen.who) for seen in self.seen]


@contextmanager
def serving(handler: Handler, context: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """Serve within the context; with an SSL context over TLS."""

    class Remembering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given = self.headers.get("Authorization", "").removeprefix("Basic ")
            who = b64decode(given).decode() if given else None
            server.seen.append(Seen(self.path, who, {name.lower(): value for name, value in self.headers.items()}))
            handler(self)

        do_CONNECT = do_GET  # noqa: N815 - named after the method

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with _Quiet(("127.0.0.1", 0), Remembering) as listening:
        if context is not None:
            listening.socket = context.wrap_socket(listening.socket, server_side=True)
        scheme = "http" if context is None else "https"
        server = Loopback(f"{scheme}://127.0.0.1:{listening.server_address[1]}")
        thread = Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()


class _Quiet(ThreadingHTTPServer):
    """A server that says nothing of clients that hang up on it, and doesn't wait for them."""

    block_on_close = False
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Print nothing."""


def answers(status: int, body: bytes = b"", **headers: str) -> Handler:
    """Return a handler that always answers so; `_` in a header's name is `-`."""

    def handle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return handle


def redirects(target: str, status: int = 302) -> Handler:
    """Return a handler that always sends the client to `target`."""
    return answers(status, Location=target)
