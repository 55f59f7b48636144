"""What is being put together while uv's log is read: pages and files that it fetches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from idxdoctor.capture.logs.sent import Sent
from idxdoctor.clients.uv.request import Hop
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import MAY_REFUSE, Decision
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
    `heard` the last that speaks of it, `ended` the one that tells of its end, `end_at` the URL at which that was, where
    it is told. What follows a redirect that may be the answer to several `candidates` is a fetch of its own; `status`
    is that of the redirect. `repeats` says that all begins once more for it, `anew` that it has begun so and not sent
    anything yet. `is_cut` says that its URL is not whole, so that it may be that of a page or of a file.
    """

    line: int
    url: Url
    package: str | None = None
    index: Url | None = None
    method: str | None = None
    at: Url = field(init=False)
    sent: list[Sent] = field(default_factory=list)
    hop: Hop | None = None
    policy: str | None = None
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
    end_at: str | None = None
    heard: int = 0
    attempt: int = 1
    repeats: bool = False
    anew: bool = False
    is_cut: bool = False
    shown: int | None = None
    candidates: list[Asked] = field(default_factory=list)
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
        good = (last.status or 200) < 400 if last is not None else self.shown is not None
        return self.package is not None and self.fault is None and good

    @property
    def is_below_its_index(self) -> bool:
        """Say whether it is by now at a URL of the index that its page belongs to."""
        return self.index is not None and self.at.reveal().startswith(self.index.bare().reveal())

    @property
    def is_looking(self) -> bool:
        """Say whether credentials are being looked for."""
        if self.stopped or self.place is not None or "a search before found none" in self.looked:
            return False
        return self.lone or (self.last is not None and self.last.status in MAY_REFUSE)

    @property
    def waits(self) -> bool:
        """Say whether a request is on its way."""
        return bool(self.sent) and not self.sent[-1].answered

    def is_named_as(self, url: Url) -> bool:
        """Say whether it is of the project that another URL names."""
        return self.url.segments[-1:] == url.segments[-1:]

    def over(self, line: int, at: Url | None = None) -> None:
        """Note that a message tells of its end, and at which URL that was, where it says so."""
        self.ended, self.end_at = line, at.bare().reveal() if at else None

    def ended_at(self, at: Url, line: int) -> bool:
        """Say whether a message after a line tells that it ended at a URL."""
        return self.ended is not None and self.ended > line and self.end_at == at.bare().reveal()

    def begin_again(self) -> None:
        """Begin all once more, at its first URL, and without what the URL of a redirect gave."""
        if self.at != self.url:
            self.given = None
        self.attempt, self.repeats, self.anew, self.hop = 1, True, True, None
        self.ended, self.end_at = None, None

    def go_on_as(self, other: Fetch) -> None:
        """Take the place of what was put together of it elsewhere."""
        self.at, self.given, self.policy, self.attempt = other.at, other.given, other.policy, other.attempt
        self.lone, self.place, self.looked = other.lone, other.place, other.looked
        self.heard = max(self.heard, other.heard)


class Asked(NamedTuple):
    """A fetch that waited for an answer, and the request that it was to: none where the log told of none yet."""

    fetch: Fetch
    sent: Sent | None

    @property
    def request(self) -> Sent | None:
        """Return the request, though the log told of it only later."""
        return self.sent or next(iter(self.fetch.sent), None)

    @property
    def is_open(self) -> bool:
        """Say whether the log has told of no answer to the request."""
        request = self.request
        return (request is None or not request.answered) and self.fetch.fault is None

    @property
    def was_redirected(self) -> bool:
        """Say whether it is known where the answer to the request led."""
        return self.request is not None and self.request.redirect is not None

    def ended_after(self, line: int) -> bool:
        """Say whether the log told after a line of the end of the fetch."""
        return self.fetch.ended is not None and self.fetch.ended > line


@dataclass(slots=True)
class Stray:
    """What came back at a URL that no fetch is known to be at: the request there, and the fetches that it may be of.

    `is_over` says that the fetch ended so; else it is tried again.
    """

    hop: Sent
    candidates: list[Asked]
    is_over: bool = False


@dataclass(slots=True)
class Call:
    """One call of the keyring program, and the question that it comes of."""

    service: str
    asking: Asking | None
    answered: bool = False


@dataclass(slots=True)
class Asking:
    """A question for the keyring: for which fetch, about which URL and user, and the calls that were made for it.

    `is_over` says that the keyring knew the answer.
    """

    fetch: Fetch | None
    url: Url
    username: str | None
    calls: list[Call] = field(default_factory=list)
    is_over: bool = False

    def is_about(self, url: Url) -> bool:
        """Say whether the question is one for a request to this URL."""
        return url.bare().reveal().startswith(self.url.bare().reveal().rstrip("/"))

    def may_call(self, service: str) -> bool:
        """Say whether a service is one that is tried for this URL, its host, or scheme and host, and was not yet."""
        origin = self.url.origin
        is_tried = service in {origin.netloc, f"{origin.scheme}://{origin.netloc}"}
        return is_tried and all(call.service != service for call in self.calls)


def leaves(source: Url, target: Url) -> bool:
    """Say whether a redirect leaves the server: another host, or another port, be it that of another scheme."""
    return (source.origin.host, source.origin.port) != (target.origin.host, target.origin.port)
