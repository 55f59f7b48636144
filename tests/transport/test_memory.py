"""A scenario's world as a transport."""

from __future__ import annotations

import pytest

from idxdoctor.model.exchange import AskKeyring, Decision, KeyringAnswer, Send
from idxdoctor.model.url import Url
from idxdoctor.scenario.world import World
from idxdoctor.transport.memory import MemoryTransport
from tests.conversation import credential
from tests.scenario.made import scenario

WHY = Decision("test", "a test asks")
SERVERS = """
    - url: https://h
      accounts: {ci: cabbage, lone: "", "": turnip}
      rules: [{path: /a, as: ci, answer: 200}, {path: /a, as: nobody, answer: 401}, {path: /a, answer: 403}]
    """
GIVEN = "keyring: [{service: h, username: ci, password: cabbage}]"


def transport() -> MemoryTransport:
    return MemoryTransport(World(scenario(SERVERS, GIVEN)))


@pytest.mark.parametrize(
    ("who", "status", "account"),
    [
        (None, 401, None),
        ("ci:cabbage", 200, "ci"),
        ("ci:wrong", 403, "stranger"),
        ("ci", 403, "stranger"),
        ("lone", 403, "lone"),
        (":cabbage", 403, "stranger"),
    ],
)
def test_a_request_is_answered_as_its_credentials_say(who: str | None, status: int, account: str | None) -> None:
    answer = transport().send(Send(Url.parse("https://h/a"), credential(who) if who else None, WHY, 0))
    assert (answer.status, answer.account) == (status, account)


def test_the_keyring_is_that_of_the_scenario() -> None:
    assert transport().ask_keyring(AskKeyring("h", "ci", WHY)) == KeyringAnswer(credential("ci:cabbage"))
    assert transport().ask_keyring(AskKeyring("g", "ci", WHY)) == KeyringAnswer(None)
