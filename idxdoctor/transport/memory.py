"""A scenario's world in memory: no network, no mock, nothing but the rules."""

from __future__ import annotations

from typing import NamedTuple

from idxdoctor.model.exchange import Answer, AskKeyring, KeyringAnswer, Send
from idxdoctor.scenario.world import World


class MemoryTransport(NamedTuple):
    """Performs effects in a scenario's world."""

    world: World

    def send(self, request: Send) -> Answer:
        """Return the world's answer; see `Performer.send`."""
        credential = request.credential
        if credential is None:
            return self.world.answer(request.url, None, None, verifies=request.verifies)
        username, password = credential.username or "", credential.password
        return self.world.answer(request.url, username, password, verifies=request.verifies)

    def ask_keyring(self, question: AskKeyring) -> KeyringAnswer:
        """Return what the scenario's keyring knows; see `Performer.ask_keyring`."""
        return KeyringAnswer(self.world.keyring(question.service, question.username))
