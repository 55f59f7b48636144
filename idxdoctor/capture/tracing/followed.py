"""A client's model, led along what its client sent: why each request was made, and where the model would not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from idxdoctor.capture.answering.seen import CONNECT, Seen, same_credential
from idxdoctor.capture.comparing.course import Course
from idxdoctor.capture.comparing.orders import courses_like, furthest
from idxdoctor.capture.running.runner import Run
from idxdoctor.capture.tracing.configured import credentials_of
from idxdoctor.capture.tracing.pages import Sorted
from idxdoctor.clients.registry import model_of, model_version
from idxdoctor.clients.simple_page import JSON_TYPE
from idxdoctor.model.credential import Credential, Provenance, Reach, shown_service
from idxdoctor.model.exchange import Answer, AskKeyring, Exchange, KeyringAnswer, Send, Steps
from idxdoctor.model.plan import Plan
from idxdoctor.model.trace import Client, Ending, Lookup, Outcome

_NOT_MODIFIED: Final = 304
_KNOWN_PAGE: Final = Answer(200, {"content-type": JSON_TYPE}, b'{"files": []}')


class Followed(NamedTuple):
    """What the model makes of a run: the lookups by package, some without an end, and the requests left over.

    These begin with the first one that the model does not expect.
    """

    lookups: dict[str, Lookup]
    left: tuple[Seen, ...]


def follow(client: Client, plan: Plan, requests: Sorted, packages: Sequence[str], status: int) -> Followed:
    """Return the model's run for some packages that sends what was seen, or the one that does so the longest.

    `status` is the one that the client ended with.
    """
    model, seen = model_of(client.name), requests.of_pages
    runs: list[tuple[Course, _Wire]] = []

    def begin() -> Course:
        wire = _Wire(seen, plan)
        start = model.start(plan, model_version(client))._replace(files=_no_files)
        runs.append((Course(start, packages, wire), wire))
        return runs[-1][0]

    # Calls of the keyring are not on the wire: a run that ended well may have made any.
    run = Run(tuple(seen), (), (), None if plan.keyring else status, "")
    course = next(courses_like(begin, run), None) or furthest(begin, run)
    (wire,) = [wire for one, wire in runs if one is course]
    return Followed({lookup.package: lookup for lookup in _lookups(course, wire)}, tuple(wire.left))


def _no_files(_: str) -> Steps[Ending]:
    """Ask for no file: the client asks for other files than the one that the model follows up."""
    yield from ()
    return Ending(Outcome.FOUND, (), ())


def _lookups(course: Course, wire: _Wire) -> Iterator[Lookup]:
    under_way = [
        Lookup(record.package, tuple(record.exchanges), tuple(record.keyring), Ending(Outcome.UNKNOWN, (), ()))
        for record in course.under_way()
    ]
    for lookup in (*course.lookups(), *under_way):
        yield lookup._replace(exchanges=tuple(map(wire.as_seen, lookup.exchanges)))


class _Wire:
    """Answers what the model asks as the client was answered. `left` is what nobody has asked for yet."""

    def __init__(self, seen: Sequence[Seen], plan: Plan) -> None:
        self.left = list(seen)
        self._known = list(credentials_of(plan))
        self._sent: list[tuple[Answer, Seen]] = []

    def send(self, request: Send) -> Answer:
        """Return what was answered; where a kept copy was still good, the copy stands for the answer."""
        one = next(one for one in self.left if _is_like(request, one))
        self.left.remove(one)
        answer = replace(_KNOWN_PAGE if one.answer.status == _NOT_MODIFIED else one.answer)
        self._sent.append((answer, one))
        return answer

    def as_seen(self, exchange: Exchange) -> Exchange:
        """Return an exchange with the answer that came."""
        (one,) = [one for answer, one in self._sent if answer is exchange.answer]
        return exchange._replace(answer=taken_for(one))

    def ask_keyring(self, question: AskKeyring) -> KeyringAnswer:
        """Return what the keyring must have known: what is sent there later and stands nowhere else."""
        reach = Reach.of_service(question.service)
        for one in self.left:
            sent = one.credential
            wanted = sent is not None and question.username in {None, sent.username} and sent not in self._known
            if sent is not None and wanted and reach.covers(one.url.origin):
                provenance = Provenance(f"keyring, {shown_service(question.service)}")
                return KeyringAnswer(Credential(sent.username, sent.password, provenance, reach))
        return KeyringAnswer(None)


def taken_for(seen: Seen) -> Answer:
    """Return an answer with the name that it was given to."""
    return replace(seen.answer, account=seen.credential.shown_name if seen.credential else None)


def _is_like(request: Send, seen: Seen) -> bool:
    if seen.method == CONNECT:
        return request.url.origin == seen.url.origin
    same = request.method == seen.method and request.url.reveal() == seen.url.reveal()
    return same and same_credential(request.credential, seen.credential)
