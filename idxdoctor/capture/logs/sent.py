"""One request, as it is put together while a log is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import REDIRECTS, Answer, Decision, Exchange, Failure, Gap, Send, Witness
from idxdoctor.model.url import Url


@dataclass(slots=True)
class Sent:
    """One request, as far as the log has told of it. `passed` says that its answer was below 400.

    `is_hop` says that it was made without a word, by a library that follows redirects, `guessed` that as whom follows
    from what the log shows elsewhere, `detail` more of a `failure`.
    """

    line: int
    url: Url
    credential: Credential | None
    decision: Decision
    method: str = "GET"
    attempt: int = 1
    status: int | None = None
    failure: Failure | None = None
    detail: str | None = None
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

    @property
    def leads_on(self) -> bool:
        """Say whether the answer was a redirect, and where it led is not known yet."""
        return self.status in REDIRECTS and self.redirect is None

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

    def lead(self, status: int | None, target: Url) -> None:
        """Note where a redirect led, and its status, if that is known."""
        self.status, self.failure, self.redirect = status, None, target
        self.gaps.discard(Gap.STATUS) if status else self.gaps.add(Gap.STATUS)

    def fail(self, failure: Failure, detail: str | None = None) -> None:
        """Note why no answer came, and what more the log says of it."""
        self.status, self.failure, self.detail = None, failure, detail or self.detail
        self.gaps.discard(Gap.STATUS)

    def hide_whom(self, why: Decision) -> None:
        """Note that the log does not tell as whom it was sent, and why not."""
        self.gaps.add(Gap.WHO)
        self.credential, self.decision = None, why

    def exchange(self, index: int) -> Exchange:
        """Return the exchange with the index at this position."""
        gaps = self.gaps if self.answered else self.gaps | {Gap.STATUS}
        send = Send(self.url, self.credential, self.decision, index, self.attempt, method=self.method)
        answer = Answer(self.status, failure=self.failure, detail=self.detail)
        evidence = Witness.INFERRED if self.guessed else self.evidence
        return Exchange(send, answer, self.redirect, evidence, frozenset(gaps), self.copy_age, self.line)
