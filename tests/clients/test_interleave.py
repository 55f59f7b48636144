"""Parts of an algorithm in turns."""

from __future__ import annotations

from typing import Any

import pytest

from idxdoctor.clients.interleave import concurrently, fails, in_turns
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
    Turns,
    Wait,
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


def run(steps: Turns[list[Any]]) -> tuple[list[str], list[Any]]:
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


def to_the_end(_: object) -> bool:
    return False


def test_every_part_asks_once_before_any_asks_again() -> None:
    asked, results = run(in_turns(concurrently([asks("a1", "a2", "a3"), asks("b1"), asks("c1", "c2")], to_the_end)))
    assert asked == ["a1", "b1", "c1", "a2", "c2", "a3"]
    assert results == [[201, 204, 206], [202], [203, 205]]


def test_a_part_that_asks_nothing_has_its_result() -> None:
    asked, results = run(in_turns(concurrently([asks(), asks("b1")], to_the_end)))
    assert asked == ["b1"]
    assert results == [[], [201]]


def test_no_parts_have_no_results() -> None:
    assert run(in_turns(concurrently([], to_the_end))) == ([], [])


def test_a_keyring_call_does_not_give_up_the_turn() -> None:
    asked, results = run(in_turns(concurrently([opens("s1", "a1"), opens("s2", "b1")], to_the_end)))
    assert asked == ["keyring s1", "keyring s2", "a1", "b1"]
    assert results == [credential("ci:cabbage"), credential("ci:cabbage")]


def waits(over: bool) -> Steps[str]:
    yield Wait(lambda: over)
    return "done"


def test_who_waits_for_what_is_there_goes_on() -> None:
    assert run(in_turns(concurrently([waits(over=True)], to_the_end))) == ([], ["done"])


def test_nobody_waits_for_another_where_a_keyring_call_does_not_give_up_the_turn() -> None:
    with pytest.raises(RuntimeError, match="waits for another"):
        run(in_turns(concurrently([waits(over=False)], to_the_end)))


@pytest.mark.parametrize(
    ("results", "failed"),
    [([1, -1, None], True), ([None, -1], False), ([1, None, -1], False), ([1, 1], False), ([], False)],
)
def test_a_failure_counts_once_those_before_it_are_through(results: list[int | None], failed: bool) -> None:
    assert fails(results, lambda result: result < 0) is failed
