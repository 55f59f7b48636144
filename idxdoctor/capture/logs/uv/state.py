"""What is being put together while uv's log is read: pages and files that it fetches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from idxdoctor.capture.logs.sent import Sent
from idxdoctor.clients.uv.reasons import REFUSALS
from idxdoctor.clients.uv.request import Hop
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Decision
from idxdoctor.model.url import Url

NOT_A_PAGE: Final = Decision("uv.not-a-page", "the answer is no simple page: uv gives up")


@dataclass(slots=True)
class Fetch:
    """One page or file that uv fetches: for which package and from which index, and all requests for it.

    `at` is where it is by now, after redirects; `kept` says that a cached copy was taken without a request, `copy_age`
    how old (seconds) one is that is to be revalidated. `given` are the credentials in the URL, `lone` says that they
    lack a password. `place` is where credentials were found outside, `looked` where in vain. `fault` is why the fetch
    failed otherwise than by a status, `fatal` says that its failure ended the run; `end` is the status of its end where
    it is not known at which URL that was. `shown` is the line on which the log first speaks of a request for it,
    `heard` the last that speaks of it, `ended` the one that tells of its end. What follows a redirect that may be the
    answer to several `candidates` is a fetch of its own; `status` is that of the redirect. `repeats` says that all
    begins once more for it, `anew` that it has begun so and not sent anything yet.
    """

    line: int
    url: Url
    package: str | None = None
    index: Url | None = None
    method: str | None = None
    at: Url = field(init=False)
    sent: list[Sent] = field(default_factory=list)
    hop: Hop | None = None
    policy: str = "auto"
    given: Credential | None = None
    copy_age: int | None = None
    kept: bool = False
    lone: bool = False
    place: str | None = None
    looked: list[str] = field(default_factory=list)
    fault: Decision | None = None
    stopped: bool = False
    fatal: bool = False
    end: int | None = None
    ended: int | None = None
    heard: int = 0
    attempt: int = 1
    repeats: bool = False
    anew: bool = False
    shown: int | None = None
    candidates: list[Fetch] = field(default_factory=list)
    status: int | None = None

    def __post_init__(self) -> None:
        self.at = self.url

    @property
    def last(self) -> Sent | None:
        """Return the last request, or None before the first."""
        return self.sent[-1] if self.sent else None

    @property
    def may_have_been_redirected(self) -> bool:
        """Say whether its last answer, good as far as the log tells, may have come from elsewhere."""
        last = self.last
        return self.package is not None and self.fault is None and last is not None and (last.status or 200) < 400

    @property
    def is_below_its_index(self) -> bool:
        """Say whether it is by now at a URL of the index that its page belongs to."""
        return self.index is not None and self.at.reveal().startswith(self.index.bare().reveal())

    @property
    def is_looking(self) -> bool:
        """Say whether credentials are being looked for."""
        if self.stopped or self.place is not None or "a search before found none" in self.looked:
            return False
        return self.lone or (self.last is not None and self.last.status in REFUSALS)

    @property
    def waits(self) -> bool:
        """Say whether a request is on its way."""
        return bool(self.sent) and not self.sent[-1].answered
