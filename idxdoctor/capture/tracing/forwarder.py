"""Takes connections on to where the user's own proxy variables send them: to a proxy, or straight.

It stands behind mitmdump, which can't choose by host, and to which the proxy's credentials need not be told.
"""

from __future__ import annotations

import socket
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from secrets import compare_digest
from threading import Thread
from types import TracebackType
from typing import Final

from idxdoctor.capture.threaded import ThreadedServer
from idxdoctor.model.errors import InputError
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError
from idxdoctor.transport.proxies import proxy_for

_LOOPBACK: Final = "127.0.0.1"
_BLOCK: Final = 1 << 16
_PATIENCE: Final = 30.0
_HOP: Final = frozenset({"proxy-authorization", "proxy-connection"})


def has_proxies(env: Mapping[str, str]) -> bool:
    """Say whether the variables send anything through a proxy.

    Raises `InputError` where that is one that can't be used.
    """
    urls = [Url(scheme, "host.invalid") for scheme in ("http", "https")]
    exempt_none = {name: value for name, value in env.items() if name.lower() != "no_proxy"}
    proxies = [proxy for url in urls if (proxy := proxy_for(url, exempt_none))]
    for proxy in proxies:
        _parsed(proxy)
    return bool(proxies)


def _parsed(proxy: str) -> Url:
    try:
        return Url.parse(proxy)
    except UrlError:
        raise InputError(
            "the proxy that the variables name can't be used",
            remedy="HTTPS_PROXY, HTTP_PROXY and ALL_PROXY read http://host:port, or are unset; SOCKS is not supported.",
        ) from None


class Forwarder:
    """A listener on loopback, open while the context lasts, for those who know its `token`."""

    def __init__(self, env: Mapping[str, str], token: str) -> None:
        self._server = _Server(env, token)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def refused(self) -> dict[str, int]:
        """Return by `host:port` the statuses with which tunnels were refused last."""
        return self._server.refused

    @property
    def url(self) -> str:
        """Return where it listens."""
        return f"http://{_LOOPBACK}:{self._server.server_address[1]}"

    def __enter__(self) -> Forwarder:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadedServer):
    def __init__(self, env: Mapping[str, str], token: str) -> None:
        super().__init__((_LOOPBACK, 0), _Connection)
        self.env = env
        self.token = token
        self.refused: dict[str, int] = {}


class _Connection(BaseHTTPRequestHandler):
    """One connection: a tunnel, or plain requests for one server."""

    server: _Server
    connection: socket.socket
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        """Take on what comes until either side closes."""
        with suppress(OSError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: what it would print may hold a secret."""

    def do_CONNECT(self) -> None:
        """Open a tunnel."""
        self.close_connection = True
        onward = self._onward(f"https://{self.path}")
        if onward is None:
            return
        self.send_response_only(200)
        self.end_headers()
        with onward:
            _join(self.connection, onward)

    def _plain(self) -> None:
        """Send a plain request on, in the form that the next wants, and its answer back; one a connection."""
        self.close_connection = True
        target = self.requestline.split()[1]
        url = Url.parse(target)
        proxy = proxy_for(url, self.server.env)
        onward = self._onward(target)
        if onward is None:
            return
        path = target if proxy else target[target.index("/", len("http://")) :]
        lines = [f"{self.command} {path} HTTP/1.1"]
        lines += [
            f"{name}: {value}" for name, value in self.headers.items() if name.lower() not in _HOP | {"connection"}
        ]
        lines += ["Connection: close", *(_own_authorization(proxy) if proxy else ())]
        with onward:
            onward.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
            while data := onward.recv(_BLOCK):
                self.connection.sendall(data)

    do_GET = _plain  # noqa: N815 - named after the method
    do_HEAD = _plain  # noqa: N815 - named after the method

    def _onward(self, target: str) -> socket.socket | None:
        """Return a connection towards a server; None where there is none, which has been said then."""
        given = self.headers.get("Proxy-Authorization", "").removeprefix("Basic ")
        if not compare_digest(b64decode(given).decode("utf-8", "replace").partition(":")[2], self.server.token):
            self._refuse(403)
            return None
        url = Url.parse(target)
        proxy = proxy_for(url, self.server.env)
        try:
            if proxy is None:
                return socket.create_connection((url.host.strip("[]"), url.origin.port), _PATIENCE)
            return self._through(_connected(_parsed(proxy)), proxy, url)
        except OSError:
            self._refuse(502)
            return None

    def _through(self, onward: socket.socket, proxy: str, url: Url) -> socket.socket | None:
        """Return a tunnel through the user's proxy to a server; a plain request needs none."""
        if url.scheme == "http":
            return onward
        lines = [f"CONNECT {url.host}:{url.origin.port} HTTP/1.1", f"Host: {url.host}:{url.origin.port}"]
        onward.sendall("\r\n".join([*lines, *_own_authorization(proxy), "", ""]).encode("latin-1"))
        head = b""
        while b"\r\n\r\n" not in head and (data := onward.recv(1)):
            head += data
        status = head.split(b" ", 2)[1:2]
        if status and status[0].startswith(b"2"):
            return onward
        onward.close()
        self._refuse(int(status[0]) if status and status[0].isdigit() else 502)
        return None

    def _refuse(self, status: int) -> None:
        self.server.refused[self.path] = status
        self.send_response_only(status)
        self.send_header("content-length", "0")
        self.end_headers()


def _connected(proxy: Url) -> socket.socket:
    onward = socket.create_connection((proxy.host.strip("[]"), proxy.origin.port), _PATIENCE)
    if proxy.scheme == "http":
        return onward
    import ssl

    return ssl.create_default_context().wrap_socket(onward, server_hostname=proxy.host)


def _own_authorization(proxy: str) -> list[str]:
    url = _parsed(proxy)
    if not url.username:
        return []
    password = url.decoded_password.reveal() if url.decoded_password else ""
    return ["Proxy-Authorization: Basic " + b64encode(f"{url.decoded_username}:{password}".encode()).decode()]


def _join(one: socket.socket, other: socket.socket) -> None:
    """Let bytes pass both ways until both sides have ended."""
    back = Thread(target=_pass_on, args=(other, one), daemon=True)
    back.start()
    _pass_on(one, other)
    back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    source.settimeout(None)
    with suppress(OSError):
        while data := source.recv(_BLOCK):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
