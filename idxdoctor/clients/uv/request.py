"""A request inside uv, between its layers, and what a layer hands back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Answer, Decision
from idxdoctor.model.url import Url


class Hop(NamedTuple):
    """The redirect that led to a request: from where, as whom that was asked, and whether it left the origin."""

    source: Url
    credential: Credential | None
    crosses: bool


@dataclass(frozen=True, slots=True)
class Request:
    """A request on its way down. `header` is its Authorization; `url` has userinfo only after some redirects.

    `verifies` says that the server's certificate must be trusted, for a redirect's target as for what led there.
    """

    url: Url
    header: Credential | None
    index: int
    hop: Hop | None = None
    attempt: int = 1
    delay: float = 0.0
    method: str = "GET"
    verifies: bool = True

    def authorized(self, credential: Credential) -> Request:
        """Return the request with `credential` in its Authorization header."""
        return replace(self, header=credential)


class Response(NamedTuple):
    """An answer on its way up: from which URL, as whom that was asked, and how the search for credentials went.

    `attempt` says at which try of that URL it came, from 1.
    """

    answer: Answer
    url: Url
    sent: Credential | None
    search: Decision | None = None
    attempt: int = 1

    @property
    def status(self) -> int | None:
        """Return the status, or None where no answer came."""
        return self.answer.status

    @property
    def succeeded(self) -> bool:
        """Say whether the status is below 400."""
        return self.status is not None and self.status < 400


class GaveUp(Exception):
    """uv ends the whole run at this point, for the reason given."""

    def __init__(self, decision: Decision, status: int | None = None) -> None:
        super().__init__(decision.text)
        self.decision = decision
        self.status = status
