"""What is being put together while uv's log is read: pages and files that it fetches, and the requests for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from idxdoctor.clients.uv.reasons import REFUSALS
from idxdoctor.clients.uv.request import Hop
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Answer, Decision, Exchange, Failure, Gap, Send, Witness
from idxdoctor.model.url import Url

NOT_A_PAGE: Final = Decision("uv.not-a-page", "the answer is no simple page: uv gives up")


@dataclass(slots=True)
class Sent:
    """One request, as far as the log has told of it. `passed` says that its answer was below 400.

    `is_hop` says that it was made without a word, by a library that follows redirects, `guessed` that as whom follows
    from what the log shows elsewhere.
    """

    line: int
    url: Url
    credential: Credential | None
    decision: Decision
    method: str = "GET"
    attempt: int = 1
    status: int | None = None
    failure: Failure | None = None
    redirect: Url | None = None
    evidence: Witness = Witness.SEEN
    gaps: set[Gap] = field(default_factory=set)
    copy_age: int | None = None
    passed: bool = False
    is_hop: bool = False
    guessed: bool = False

    @property
    def answered(self) -> bool:
        """Say whether the log told that something came of it."""
        return self.status is not None or self.failure is not None or Gap.STATUS in self.gaps

    def answer(self, status: int, *, sure: bool = True) -> None:
        """Note the status; it is not `sure` that it came from this URL where redirects are followed without a word."""
        self.status, self.failure = status, None
        self.gaps.discard(Gap.STATUS)
        if not sure:
            self.evidence = Witness.INFERRED

    def confirm(self, status: int) -> None:
        """Note a status of which the log says from which URL it came; that of a hop stays inferred."""
        self.status, self.failure = status, None
        self.gaps.discard(Gap.STATUS)
        if not self.is_hop:
            self.evidence = Witness.SEEN

    def fail(self, failure: Failure) -> None:
        """Note why no answer came."""
        self.failure = failure
        self.gaps.discard(Gap.STATUS)

    def exchange(self, index: int) -> Exchange:
        """Return the exchange with the index at this position."""
        gaps = self.gaps if self.answered else self.gaps | {Gap.STATUS}
        send = Send(self.url, self.credential, self.decision, index, self.attempt, method=self.method)
        answer = Answer(self.status, failure=self.failure)
        evidence = Witness.INFERRED if self.guessed else self.evidence
        return Exchange(send, answer, self.redirect, evidence, frozenset(gaps), self.copy_age, self.line)


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
