"""What a proxy saw a client do: its requests with their answers, and its calls of the keyring program."""

from __future__ import annotations

from dataclasses import dataclass

from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Answer
from idxdoctor.model.url import Url

CONNECT = "CONNECT"


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came, and its answer.

    Where a connection failed before there was a request, `method` is `CONNECT` and `url` is the origin. `redirect`
    is where the answer sent the client.
    """

    method: str
    url: Url
    credential: Credential | None
    answer: Answer
    redirect: Url | None = None


@dataclass(frozen=True, slots=True)
class SeenKeyring:
    """One call of the keyring program; `username` None asks for a whole credential."""

    service: str
    username: str | None
