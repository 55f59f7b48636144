"""An add-on for mitmdump that tells another process what a client asks for and what it is answered.

It runs inside mitmdump's own Python, so it has nothing but the standard library and mitmproxy. The first line of
standard input is a JSON object: `report`, the file descriptor to write to; `folder`, which is removed at the end;
`token`, which clients must give as the proxy's password; `upstream`, the one that the next proxy wants, or null. A
second line says that no more is to come; the end of the input, that who started this is gone.

What it tells is one JSON object a line, in the order of the wire. Nothing of it is written anywhere else.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import sys
from asyncio import sleep
from pathlib import Path
from threading import Lock, Thread
from time import sleep as wait
from typing import Any

from mitmproxy import ctx
from mitmproxy.certs import CertStore
from mitmproxy.net.encoding import decode
from OpenSSL import SSL

MOST = 8 * 1024 * 1024
"""How much of a page is told; a file is not."""
_TOLD_TYPES = ("text/", "application/vnd.pypi.simple", "application/json", "application/problem")
_UNTOLD_HEADERS = frozenset({"set-cookie"})
_LAST_ANSWERS = 0.3
"""How many seconds answers may still take that the client has, and this has not told."""
_KEY_SIZE = 2048


class Told:
    """A page on its way to the client, kept up to `MOST` bytes."""

    def __init__(self) -> None:
        self.body = b""

    def __call__(self, chunk: bytes) -> bytes:
        """Keep a piece, and let it pass."""
        if len(self.body) < MOST:
            self.body += chunk
        return chunk


class Teller:
    """mitmdump's hooks; see mitmproxy's API."""

    def __init__(self) -> None:
        given = json.loads(sys.stdin.readline())
        self._report: int = given["report"]
        self._folder = Path(given["folder"])
        self._token: str = given["token"]
        self._upstream: str | None = given["upstream"]
        self._pages: dict[str, Told] = {}
        self._writing = Lock()
        self._unknown: Any = None
        self._untrusted: dict[str, dict[str, Any]] = {}

    async def running(self) -> None:
        """Say where the proxy listens, once it does."""
        ctx.options.update(proxyauth=f"trace:{self._token}")
        if self._upstream:
            ctx.options.update(upstream_auth=f"trace:{self._upstream}")
        Thread(target=self._until_end, daemon=True).start()
        while not (addresses := ctx.master.addons.get("proxyserver").listen_addrs()):
            await sleep(0.02)
        self._tell(kind="ready", port=addresses[0][1])

    def _until_end(self) -> None:
        """End this process as soon as nobody wants to be told any more."""
        if sys.stdin.readline():
            wait(_LAST_ANSWERS)
        else:
            shutil.rmtree(self._folder, ignore_errors=True)
        os._exit(0)

    def _tell(self, **what: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        data = json.dumps(what).encode() + b"\n"
        with self._writing:
            while data:
                data = data[os.write(self._report, data) :]

    def requestheaders(self, flow: Any) -> None:  # noqa: ANN401 - mitmproxy's own type
        """Tell a request as it begins, and let its body pass.

        A client that took an unknown certificate is led on to the server, whose own is not verified then.
        """
        request = flow.request
        if flow.client_conn.id in self._untrusted:
            flow.server_conn.error = None
        request.stream = True
        self._tell(
            kind="request",
            id=flow.id,
            method=request.method,
            origin=f"{request.scheme}://{request.host}:{request.port}",
            path=request.path,
            authorization=request.headers.get("authorization"),
        )

    def responseheaders(self, flow: Any) -> None:  # noqa: ANN401 - mitmproxy's own type
        """Tell an answer as it begins, and let its body pass; that of a page is kept on its way."""
        headers = {
            name.lower(): value for name, value in flow.response.headers.items() if name.lower() not in _UNTOLD_HEADERS
        }
        self._tell(kind="answer", id=flow.id, status=flow.response.status_code, headers=headers)
        if headers.get("content-type", "").lower().startswith(_TOLD_TYPES):
            self._pages[flow.id] = Told()
        flow.response.stream = self._pages.get(flow.id, True)

    def response(self, flow: Any) -> None:  # noqa: ANN401 - mitmproxy's own type
        """Tell the body of a page."""
        page = self._pages.pop(flow.id, None)
        if page is None:
            return
        try:
            body = decode(page.body, flow.response.headers.get("content-encoding", "identity"))
        except ValueError:
            return
        self._tell(kind="body", id=flow.id, body=base64.b64encode(body[:MOST]).decode())

    def error(self, flow: Any) -> None:  # noqa: ANN401 - mitmproxy's own type
        """Tell that no answer came, and give none in its place."""
        if flow.error is not None:
            self._tell(kind="failure", id=flow.id, why=flow.error.msg)
        if flow.killable:
            flow.kill()

    def http_connect_error(self, flow: Any) -> None:  # noqa: ANN401 - mitmproxy's own type
        """Tell that a server can't be reached."""
        if flow.response is not None and flow.response.status_code == 502:
            self._tell(kind="unreached", host=flow.request.host, port=flow.request.port, why=flow.response.reason)

    def tls_start_client(self, data: Any) -> None:  # noqa: ANN401 - mitmproxy's own type
        """Let a connection fail as it would without a proxy, where that to the server has."""
        server = data.context.server
        if server.tls_established:
            return
        host, port = server.address
        why = server.error or ""
        unreached = {"kind": "unreached", "host": host, "port": port, "why": why}
        if "certificate" in why.lower():
            self._untrusted[data.context.client.id] = unreached
            self._show_unknown_certificate(data)
        else:
            self._tell(**unreached)
            # A server without any certificate: the handshake fails.
            data.ssl_conn = SSL.Connection(SSL.Context(SSL.TLS_SERVER_METHOD))
            data.ssl_conn.set_accept_state()

    def tls_failed_client(self, data: Any) -> None:  # noqa: ANN401 - mitmproxy's own type
        """Tell that a server can't be reached whose certificate the client does not take."""
        if unreached := self._untrusted.pop(data.context.client.id, None):
            self._tell(**unreached)

    def tls_start_server(self, data: Any) -> None:  # noqa: ANN401 - mitmproxy's own type
        """Take any certificate of a server where the client does."""
        if data.context.client.id in self._untrusted:
            ctx.master.addons.get("tlsconfig").tls_start_server(data)
            data.ssl_conn.set_verify(SSL.VERIFY_NONE)

    def client_disconnected(self, client: Any) -> None:  # noqa: ANN401 - mitmproxy's own type
        """Forget a connection."""
        self._untrusted.pop(client.id, None)

    def _show_unknown_certificate(self, data: Any) -> None:  # noqa: ANN401 - mitmproxy's own type
        """Show the client a certificate of an authority that it does not know."""
        own = ctx.master.addons.get("tlsconfig")
        if self._unknown is None:
            self._unknown = CertStore.from_store(self._folder / "unknown", "unknown", _KEY_SIZE)
        known, own.certstore = own.certstore, self._unknown
        try:
            own.tls_start_client(data)
        finally:
            own.certstore = known


addons = [Teller()]
