"""Parts of an algorithm in turns."""

from __future__ import annotations

from idxdoctor.clients.interleave import concurrently
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import (
    Answer,
    AskKeyring,
    Decision,
    Effect,
    KeyringAnswer,
    Reply,
    Send,
    Steps,
    ask_keyring,
    send,
)
from idxdoctor.model.url import Url
from tests.conversation import credential

WHY = Decision("test", "a test asks")


def asks(*names: str) -> Steps[list[int | None]]:
    """Ask for one URL after the other and return the statuses."""
    statuses = []
    for name in names:
        answer = yield from send(Send(Url("https", name), None, WHY, 0))
        statuses.append(answer.status)
    return statuses


def opens(service: str, name: str) -> Steps[Credential | None]:
    """Ask the keyring, then for one URL."""
    found = yield from ask_keyring(AskKeyring(service, "ci", WHY))
    yield from send(Send(Url("https", name), found, WHY, 0))
    return found


def run(steps: Steps[list[object]]) -> tuple[list[str], list[object]]:
    """Answer every request with 200 and every keyring call, and return what was asked, in order, and the results."""
    asked: list[str] = []
    reply: Reply | None = None
    while True:
        try:
            effect: Effect = next(steps) if reply is None else steps.send(reply)
        except StopIteration as end:
            return asked, end.value
        if isinstance(effect, Send):
            asked.append(effect.url.host)
            reply = Answer(200 + len(asked))
        else:
            asked.append(f"keyring {effect.service}")
            reply = KeyringAnswer(credential("ci:cabbage"))


def test_every_part_asks_once_before_any_asks_again() -> None:
    asked, results = run(concurrently([asks("a1", "a2", "a3"), asks("b1"), asks("c1", "c2")]))
    assert asked == ["a1", "b1", "c1", "a2", "c2", "a3"]
    assert results == [[201, 204, 206], [202], [203, 205]]


def test_a_part_that_asks_nothing_has_its_result() -> None:
    asked, results = run(concurrently([asks(), asks("b1")]))
    assert asked == ["b1"]
    assert results == [[], [201]]


def test_no_parts_have_no_results() -> None:
    assert run(concurrently([])) == ([], [])


def test_a_keyring_call_does_not_give_up_the_turn() -> None:
    asked, results = run(concurrently([opens("s1", "a1"), opens("s2", "b1")]))
    assert asked == ["keyring s1", "keyring s2", "a1", "b1"]
    assert results == [credential("ci:cabbage"), credential("ci:cabbage")]
