"""What a proxy saw a client do: its requests with their answers, and its calls of the keyring program."""

from __future__ import annotations

from dataclasses import dataclass, field

from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Answer
from idxdoctor.model.url import Url

CONNECT = "CONNECT"


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came, and its answer.

    Where a connection failed before there was a request, `method` is `CONNECT` and `url` is the origin. `redirect`
    is where the answer sent the client, `place` the number of the request within the run.
    """

    method: str
    url: Url
    credential: Credential | None
    answer: Answer
    redirect: Url | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class SeenKeyring:
    """One call of the keyring program; `username` None asks for a whole credential, `at` is seconds since 1970."""

    service: str
    username: str | None
    at: float = field(default=0.0, compare=False)


def same_answer(answer: Answer, seen: Seen) -> bool:
    """Say whether an answer is the one seen."""
    return answer.failure is seen.answer.failure and answer.status == seen.answer.status


def same_credential(one: Credential | None, other: Credential | None) -> bool:
    """Say whether the Authorization header is the same, where a missing part is an empty one."""
    return in_header(one) == in_header(other)


def in_header(credential: Credential | None) -> tuple[bool, str, str] | None:
    """Return what stands in the Authorization header."""
    if credential is None:
        return None
    password = credential.password.reveal() if credential.password else ""
    return credential.bearer, credential.username or "", password
