"""A client that does as its model, with chance deciding which of the things that it does at once comes first."""

from __future__ import annotations

import random

from idxdoctor.capture.answering.seen import CONNECT, Seen, SeenKeyring
from idxdoctor.capture.comparing.course import Course
from idxdoctor.capture.running.runner import Run
from idxdoctor.model.exchange import Answer, AskKeyring, Failure, KeyringAnswer, Send
from idxdoctor.model.trace import Client
from idxdoctor.model.url import Url
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.memory import MemoryTransport
from idxdoctor.transport.performer import redirect_of
from idxdoctor.transport.replay import beginning


class Noted:
    """Performs in memory and notes what was asked, as a proxy would see it."""

    def __init__(self, transport: MemoryTransport) -> None:
        self._transport = transport
        self.pages: list[Seen] = []
        self.files: list[Seen] = []
        self.keyring: list[SeenKeyring] = []

    def send(self, request: Send) -> Answer:
        """Return the world's answer."""
        answer = self._transport.send(request)
        place = len(self.pages) + len(self.files)
        seen = Seen(request.method, request.url, request.credential, answer, redirect_of(request.url, answer), place)
        if answer.failure in {Failure.CONNECT, Failure.TLS} and request.url.scheme == "https":
            seen = Seen(CONNECT, Url.parse(str(request.url.origin)), None, answer, None, place)
        (self.files if request.url.path.endswith(".whl") else self.pages).append(seen)
        return answer

    def ask_keyring(self, question: AskKeyring) -> KeyringAnswer:
        """Return what the scenario's keyring knows."""
        self.keyring.append(SeenKeyring(question.service, question.username))
        return self._transport.ask_keyring(question)


def run_by_chance(scenario: Scenario, client: Client, seed: int) -> Run:
    """Return what such a client is seen to do; it ends as soon as it may where something ends the run."""
    chance = random.Random(seed)  # noqa: S311 - a test
    begun = beginning(scenario, client)
    noted = Noted(begun.world())
    course = Course(begun.start(), begun.packages, noted)
    while not course.may_break_off and (possible := [*course.ready(), *(strand for strand, _ in course.senders())]):
        strand = chance.choice(possible)
        if strand.request:
            course.send(strand, strand.request)
        else:
            course.go_on(strand)
    status = 1 if course.may_break_off else 0
    return Run(tuple(noted.pages), tuple(noted.files), tuple(noted.keyring), status, "")
