"""What a transport must do for a lookup, and the record that is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Protocol

from idxdoctor.clients.interleave import in_turns
from idxdoctor.clients.registry import Start
from idxdoctor.model.exchange import (
    Answer,
    AskKeyring,
    Decision,
    Effect,
    Exchange,
    Failure,
    KeyringAnswer,
    KeyringCall,
    Reply,
    Send,
    Steps,
)
from idxdoctor.model.trace import Ending, Lookup, Outcome, Visit
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError

_REDIRECTS: Final = range(300, 400)
OUT_OF_TIME: Final = Decision("run.over", "the time for the whole run was over before it answered")


class Performer(Protocol):
    """Performs the effects of lookups."""

    def send(self, request: Send) -> Answer:
        """Put a request on the wire and return its answer; a failure is an answer too."""

    def ask_keyring(self, question: AskKeyring) -> KeyringAnswer:
        """Ask the keyring and return what it knows."""


class Recorder:
    """One lookup on its way: takes its steps and keeps what was exchanged."""

    def __init__(self, package: str, steps: Steps[Ending]) -> None:
        self.package = package
        self._steps = in_turns(steps)
        self._exchanges: list[Exchange] = []
        self._keyring: list[KeyringCall] = []
        self._over = False
        self.ended: Lookup | None = None

    def advance(self, reply: Reply | None) -> Effect | None:
        """Hand a reply in and return what the lookup asks for next; None when it has ended."""
        try:
            return next(self._steps) if reply is None else self._steps.send(reply)
        except StopIteration as end:
            ending = _unchecked(end.value) if self._over else end.value
            self.ended = Lookup(self.package, tuple(self._exchanges), tuple(self._keyring), ending)
            return None

    def perform(self, effect: Effect, performer: Performer) -> Reply:
        """Have an effect performed, and keep it, unless the time for the whole run is over."""
        if isinstance(effect, AskKeyring):
            answer = performer.ask_keyring(effect)
            self._over |= answer.over
            self._keyring.append(KeyringCall(effect, answer.credential is not None))
            return answer
        reply = performer.send(effect)
        if reply.failure is Failure.OVER:
            self._over = True
            return reply
        self._exchanges.append(Exchange(effect, reply, redirect_of(effect.url, reply)))
        return reply


def _unchecked(ending: Ending) -> Ending:
    """Return the ending of a lookup to which nobody let an answer come: what the client made of that does not count."""
    *visits, last = ending.visits or (Visit(0, OUT_OF_TIME),)
    return replace(ending, outcome=Outcome.UNCHECKED, visits=(*visits, replace(last, decision=OUT_OF_TIME)))


def redirect_of(url: Url, answer: Answer) -> Url | None:
    """Return where an answer from `url` sends the client, or None where it stays."""
    location = answer.headers.get("location")
    if answer.status not in _REDIRECTS or location is None:
        return None
    try:
        return url.join(location)
    except UrlError:
        return None


def drive(lookups: dict[str, Steps[Ending]], performer: Performer) -> tuple[Lookup, ...]:
    """Run the lookups of one client in turns, one request each at a time, as its event loop would."""
    recorders = [Recorder(package, steps) for package, steps in lookups.items()]
    pending = [(recorder, next_request(recorder, None, performer)) for recorder in recorders]
    while any(effect is not None for _, effect in pending):
        replies = [(recorder, recorder.perform(effect, performer)) for recorder, effect in pending if effect]
        pending = [(recorder, next_request(recorder, reply, performer)) for recorder, reply in replies]
    return tuple(recorder.ended for recorder in recorders if recorder.ended)


def next_request(recorder: Recorder, reply: Reply | None, performer: Performer) -> Effect | None:
    """Take a lookup to its next request; keyring calls on the way are answered at once."""
    effect = recorder.advance(reply)
    while isinstance(effect, AskKeyring):
        effect = recorder.advance(recorder.perform(effect, performer))
    return effect


def run_lookups(start: Start, packages: Sequence[str], driver: Driver, performer: Performer) -> tuple[Lookup, ...]:
    """Run what a client does before its lookups, and the lookups unless that failed."""
    before = driver(start.before, performer) if start.before else ()
    if any(lookup.ending.outcome is Outcome.FAILED for lookup in before):
        return before
    return (*before, *driver({package: start.lookup(package) for package in dict.fromkeys(packages)}, performer))


def follow_up(start: Start, lookups: tuple[Lookup, ...], driver: Driver, performer: Performer) -> tuple[Lookup, ...]:
    """Return the lookups with the requests for files that follow; none do unless every package was found."""
    if any(lookup.ending.outcome is not Outcome.FOUND for lookup in lookups):
        return lookups
    names = [lookup.package for lookup in lookups if lookup.package not in start.before]
    files = {done.package: done for done in driver({name: start.files(name) for name in names}, performer)}
    return tuple(_with_files(lookup, files.get(lookup.package)) for lookup in lookups)


def _with_files(lookup: Lookup, files: Lookup | None) -> Lookup:
    if files is None:
        return lookup
    return lookup._replace(files=files.exchanges, file_ending=files.ending, keyring=lookup.keyring + files.keyring)


Driver = Callable[[dict[str, Steps[Ending]], Performer], tuple[Lookup, ...]]
"""Runs the lookups of one client, by package, in an order of its own; `drive` is one."""

Progress = Callable[[str], None]
"""Told the package whose lookup has ended."""
