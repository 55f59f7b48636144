"""What a client asks for, what it gets, and why it asked: the effects of a lookup and their answers."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from idxdoctor.model.credential import Credential, shown_service
from idxdoctor.model.url import Url

REFUSALS: Final = frozenset({401, 403})
"""The statuses that say that one may not read."""
MAY_REFUSE: Final = REFUSALS | {404}
"""Those, and the one by which some servers hide what one may not read."""
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class Decision(NamedTuple):
    """Why a client did what it did: a stable code and a sentence. `drops` marks where credentials were lost."""

    code: str
    text: str
    drops: bool = False


class Failure(Enum):
    """Why no answer came."""

    NAME = "the host's name can't be resolved"
    CONNECT = "the host can't be reached"
    PROXY = "the proxy opened no connection"
    RESET = "the server closed the connection without an answer"
    BROKEN = "the connection broke within the answer"
    TIMEOUT = "no answer came in time"
    STALLED = "the answer did not end in time"
    TLS = "the server's certificate is not trusted"
    OVER = "the time for the whole run was over"


@dataclass(frozen=True, slots=True)
class Send:
    """Ask for one request on the wire.

    `url` has no userinfo; `credential` is what the Authorization header holds. `index` is the position in the
    search order, `attempt` counts tries of the same request from 1, `delay` (seconds) is what the client waits
    before it. `verifies` says that it is not sent where the server's certificate is not trusted.
    """

    url: Url
    credential: Credential | None
    decision: Decision
    index: int
    attempt: int = 1
    delay: float = 0.0
    method: str = "GET"
    verifies: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status with headers (names in lower case) and body, or a `failure`.

    `account` is who the server took the request for, as far as the transport can tell: in a scenario the
    account's name, `stranger`, or None for nobody. `withheld` says that the transport left the credential out,
    because it was not configured for that origin. `delay` (seconds) is how long a scenario's server lets it wait.
    """

    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    failure: Failure | None = None
    account: str | None = None
    withheld: bool = False
    detail: str | None = None
    delay: float = 0.0


class AskKeyring(NamedTuple):
    """Ask the `keyring` program for a password, or with `username` None for a whole credential."""

    service: str
    username: str | None
    decision: Decision

    def __repr__(self) -> str:
        return f"AskKeyring({shown_service(self.service)!r}, {self.decision!r})"


class KeyringAnswer(NamedTuple):
    """What the keyring program said; `credential` None where it knows nothing.

    `over` says that it was not let finish, because the time for the whole run was over.
    """

    credential: Credential | None
    over: bool = False


Effect: TypeAlias = Send | AskKeyring
Reply: TypeAlias = Answer | KeyringAnswer


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Ask for several parts of the algorithm to be run at the same time.

    `over` says of the results so far, None for those to come, whether the rest may be broken off.
    """

    parts: tuple[Steps[Any], ...]
    over: Callable[[Sequence[Any]], bool]


class Results(NamedTuple):
    """What the parts of an `AtOnce` returned, in their order; None for one that was broken off."""

    values: list[Any]


class Wait(NamedTuple):
    """Let others go on until `over` says that what is waited for is there."""

    over: Callable[[], bool]


T = TypeVar("T")
Steps: TypeAlias = Generator[Effect | AtOnce | Wait, Reply | Results | None, T]
"""A part of a client's algorithm: yields what it needs, is sent what it got, returns a `T`."""
Turns: TypeAlias = Generator[Effect, Reply, T]
"""The same with nothing at once any more: who performs it sees one effect after the other."""


def send(request: Send) -> Steps[Answer]:
    """Ask for one request and return its answer."""
    reply = yield request
    if not isinstance(reply, Answer):
        raise TypeError(f"a request was answered with {type(reply).__name__}")
    return reply


def ask_keyring(question: AskKeyring) -> Steps[Credential | None]:
    """Ask the keyring and return what it knows."""
    reply = yield question
    if not isinstance(reply, KeyringAnswer):
        raise TypeError(f"a keyring call was answered with {type(reply).__name__}")
    return reply.credential


class Witness(Enum):
    """How an exchange is known: client or wire showed it, or it follows from what the client's log shows."""

    SEEN = "seen"
    INFERRED = "inferred"


class Gap(Enum):
    """What a client's log does not tell of an exchange: as whom it was sent, or what came back."""

    WHO = "who"
    STATUS = "status"


class Exchange(NamedTuple):
    """One request on the wire and its answer. `redirect` is where the answer sent the client.

    `gaps` are what is not known of it; there `credential` or `status` is None without meaning nobody or no answer.
    `copy_age` is the age (seconds) of the cached copy that the request was to revalidate. `line` is that of the log
    which first tells of the request.
    """

    request: Send
    answer: Answer
    redirect: Url | None = None
    evidence: Witness = Witness.SEEN
    gaps: frozenset[Gap] = frozenset()
    copy_age: int | None = None
    line: int | None = None


class KeyringCall(NamedTuple):
    """One call of the keyring program and whether it knew an answer."""

    request: AskKeyring
    answered: bool
