"""Answers the requests of one run of a client from a scenario's world, and keeps them in order."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from threading import Lock
from typing import Final

from idxdoctor.capture.answering.seen import CONNECT, Seen
from idxdoctor.capture.answering.wheel import metadata_text, wheel_bytes
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.exchange import Answer, Failure
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Origin, Url
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.world import FAILURES, METADATA, World
from idxdoctor.transport.performer import redirect_of

_BEFORE_REQUESTS: Final = frozenset({"connect", "proxy", "tls"})


class Desk:
    """Answers the requests of one run. `exchanges` are those for pages and what they redirect to, `files` the rest.

    A wheel that a page lists is made up on the spot. Where `tell` is given it is told of each request, in place of
    any being kept.
    """

    def __init__(self, scenario: Scenario, timeout: float, tell: Callable[[Seen], None] | None = None) -> None:
        self.exchanges: list[Seen] = []
        self.files: list[Seen] = []
        self._tell = tell
        self._world = World(scenario, timeout)
        self._servers = {server.url.origin: server for server in scenario.servers}
        self._refused: Counter[Origin] = Counter()
        self._places = count()
        self._lock = Lock()

    def connect(self, origin: Origin) -> Failure | None:
        """Say why a connection to a server fails before there is a request; None where it doesn't.

        It fails where nothing listens, and where the server's first rule, for any path and anyone, says so.
        """
        with self._lock:
            failure = self._refusal(origin)
            # Who is told can't be told otherwise once it is known whether the client takes the certificate.
            if failure is not None and not (failure is Failure.TLS and self._tell):
                self._note(self.exchanges, _unconnected(origin, failure))
            return failure

    def _refusal(self, origin: Origin) -> Failure | None:
        server = self._servers.get(origin)
        if server is None:
            return Failure.CONNECT
        first = server.rules[0] if server.rules else None
        if first is None or first.path != "*" or first.who or first.answer.drop not in _BEFORE_REQUESTS:
            return None
        if self._refused[origin] == first.times:
            return None
        self._refused[origin] += 1
        return self._world.answer(Url.parse(str(origin)), None, None).failure

    def untrusted(self, origin: Origin, *, refused: bool) -> None:
        """Say how a connection ended whose certificate nobody knows: it did not fail where the client takes any."""
        with self._lock:
            if refused and self._tell:
                self._tell(_unconnected(origin, Failure.TLS))
            noted = [one for one in self.exchanges if one.method == CONNECT and one.url.origin == origin]
            for seen in noted[-1:] if not refused else ():
                self.exchanges.remove(seen)

    def answer(self, method: str, url: Url, authorization: str | None, *, verifies: bool = True) -> Answer:
        """Return the answer to a request and keep both; `verifies` as in `World.answer`."""
        credential = None if authorization is None else credential_of(authorization)
        with self._lock:
            answer = self._ruled(url, credential, verifies)
            listed = self._world.is_file(url)
            if listed and answer.status == 200 and not answer.body:
                answer = replace(answer, body=_content(url))
            kept = self.files if listed else self.exchanges
            self._note(kept, Seen(method, url, credential, answer, redirect_of(url, answer)))
            return answer

    def _note(self, kept: list[Seen], seen: Seen) -> None:
        if self._tell is None:
            kept.append(replace(seen, place=next(self._places)))
        else:
            self._tell(seen)

    def _ruled(self, url: Url, credential: Credential | None, verifies: bool) -> Answer:
        if credential is None:
            return self._world.answer(url, None, None, verifies=verifies)
        return self._world.answer(url, credential.username or "", credential.password, verifies=verifies)


def _unconnected(origin: Origin, failure: Failure) -> Seen:
    return Seen(CONNECT, Url.parse(str(origin)), None, Answer(None, failure=failure))


def _content(url: Url) -> bytes:
    """Return a made-up wheel, or its metadata."""
    name = url.segments[-1]
    if name.endswith(METADATA):
        return metadata_text(name.removesuffix(METADATA)).encode()
    return wheel_bytes(name)


def credential_of(authorization: str) -> Credential:
    """Return what an Authorization header holds; of another scheme than Basic, the whole of it as a password."""
    scheme, _, rest = authorization.partition(" ")
    username, password = "", authorization
    if scheme.lower() == "bearer":
        return Credential(None, Secret(rest), Provenance("the wire"), Reach(), bearer=True)
    if scheme.lower() == "basic":
        try:
            username, _, password = base64.b64decode(rest, validate=True).decode("utf-8", "replace").partition(":")
        except binascii.Error:
            username, password = "", authorization
    return Credential(username, Secret(password), Provenance("the wire"), Reach())


def drops(scenario: Scenario) -> set[Failure]:
    """Return the ways in which servers of the scenario leave requests without an answer."""
    replies = [rule.answer for server in scenario.servers for rule in server.rules]
    late = {Failure.TIMEOUT} if any(reply.delay for reply in replies) else set()
    return late | {FAILURES[reply.drop] for reply in replies if reply.drop}
