"""Requests on the real network, with httpx: one at a time as asked, no redirect followed, nothing taken from it."""

from __future__ import annotations

import logging
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from math import inf
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias

from idxdoctor import __version__
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Answer, AskKeyring, Failure, KeyringAnswer, Send
from idxdoctor.model.plan import ProxySettings
from idxdoctor.model.url import Url
from idxdoctor.transport.certificates import trusted
from idxdoctor.transport.failures import detail_of, failure_of
from idxdoctor.transport.proxies import proxy_for, proxy_in, usable

if TYPE_CHECKING:
    import ssl

    import httpx

CONNECT_TIMEOUT: Final = 10.0
MAX_BODY: Final = 8 * 1024 * 1024
MAX_SECONDS: Final = 120.0
VERIFIES: Final = "idxdoctor.verifies"
"""What a request of httpx says under this name: whether the server's certificate must be trusted."""
_SHORTEST_WAIT: Final = 0.001

Identify: TypeAlias = Callable[[Url, Credential], str | None]
"""Says who a server takes credentials for."""


def _by_name(_: Url, credential: Credential) -> str | None:
    return credential.shown_name


class LiveTransport:
    """Performs requests on the network, as one client would.

    `headers` are the client's own, `timeout` (seconds) its read time-out, `env` gives proxies and extra
    certificates, `keyring` answers keyring calls. Nothing is waited for after `deadline` on the monotonic clock.
    `proxies` are those of the client's settings, which take the place of those in `env`. A credential goes only to the
    origin that it was configured for; elsewhere the request goes out without it and its answer says so.
    """

    def __init__(
        self,
        headers: Mapping[str, str],
        timeout: float,
        env: Mapping[str, str],
        keyring: Callable[[AskKeyring], Credential | None],
        identify: Identify = _by_name,
        sleep: Callable[[float], None] = time.sleep,
        deadline: float = inf,
        proxies: ProxySettings | None = None,
    ) -> None:
        agent = f"{headers.get('User-Agent', '')} idxdoctor/{__version__}".strip()
        self._headers = {**headers, "User-Agent": agent}
        self._timeout = timeout
        self._env = env
        self._proxies = proxies
        self._keyring = keyring
        self._identify = identify
        self._sleep = sleep
        self._deadline = deadline
        self._connecting = Lock()
        self._trust: ssl.SSLContext | None = None
        self._clients: dict[tuple[str | None, bool], httpx.Client] = {}
        for name in ("httpx", "httpcore"):
            # They log whole URLs and headers. Loggers below them that have a level of their own end here too.
            logger = logging.getLogger(name)
            logger.setLevel(logging.CRITICAL + 1)
            logger.handlers = [logging.NullHandler()]
            logger.propagate = False

    def ask_keyring(self, question: AskKeyring) -> KeyringAnswer:
        """Ask the keyring; see `Performer.ask_keyring`."""
        known = self._keyring(question)
        return KeyringAnswer(known, over=known is None and self._left <= 0)

    def send(self, request: Send) -> Answer:
        """Put a request on the wire; see `Performer.send`."""
        import httpx

        if self._left <= request.delay:
            return Answer(None, failure=Failure.OVER)
        credential = request.credential
        withheld = credential is not None and not credential.reach.covers(request.url.origin)
        headers = dict(self._headers)
        account = None
        if credential is not None and not withheld:
            headers["Authorization"] = _authorization(credential)
            account = self._identify(request.url, credential)
        if request.delay:
            self._sleep(request.delay)
        try:
            status, answered, body = self._exchange(request, headers)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            failure = failure_of(error, proxied=self._proxy_for(request.url) is not None)
            if failure is Failure.TIMEOUT and self._left <= 0:
                failure = Failure.OVER
            return Answer(None, failure=failure, account=account, withheld=withheld, detail=detail_of(error))
        return Answer(status, answered, body, account=account, withheld=withheld)

    def _exchange(self, request: Send, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and at most `MAX_BODY` bytes of the decoded body.

        Raises `TimeoutError` where the body takes longer than `MAX_SECONDS`, however steadily it comes.
        """
        import httpx

        left = max(self._left, _SHORTEST_WAIT)
        end = time.monotonic() + min(MAX_SECONDS, left)
        waits = min(self._timeout, left)
        timeout = httpx.Timeout(waits, connect=min(CONNECT_TIMEOUT, waits))
        client, url = self._client_for(request), request.url.reveal()
        verifies = {VERIFIES: request.verifies}
        with client.stream("GET", url, headers=headers, timeout=timeout, extensions=verifies) as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) >= MAX_BODY:
                    break
                if time.monotonic() > end:
                    raise TimeoutError
            answered = {name.lower(): value for name, value in response.headers.items()}
            return response.status_code, answered, bytes(body[:MAX_BODY])

    @property
    def _left(self) -> float:
        """Return how many seconds are left of the whole run's."""
        return self._deadline - time.monotonic()

    def _client_for(self, request: Send) -> httpx.Client:
        import httpx

        proxy = self._proxy_for(request.url)
        with self._connecting:
            if (proxy, request.verifies) not in self._clients:
                self._clients[proxy, request.verifies] = httpx.Client(
                    follow_redirects=False,
                    trust_env=False,
                    proxy=None if proxy is None else usable(proxy),
                    verify=self._trusted() if request.verifies else False,
                    # How many are under way at once is bounded by who sends; what they leave open is used again.
                    limits=httpx.Limits(),
                )
            return self._clients[proxy, request.verifies]

    def _proxy_for(self, url: Url) -> str | None:
        return proxy_for(url, self._env) if self._proxies is None else proxy_in(url, self._proxies)

    def _trusted(self) -> ssl.SSLContext:
        """Return the certificates that are trusted, read once."""
        if self._trust is None:
            self._trust = trusted(self._env)
        return self._trust

    def close(self) -> None:
        """Close all connections."""
        for client in self._clients.values():
            client.close()


def _authorization(credential: Credential) -> str:
    password = "" if credential.password is None else credential.password.reveal()
    if credential.bearer:
        return f"Bearer {password}"
    return "Basic " + b64encode(f"{credential.username or ''}:{password}".encode()).decode()
