"""What is performed for a lookup, in which order, and what is kept of it."""

from __future__ import annotations

import pytest

from idxdoctor.model.exchange import (
    Answer,
    AskKeyring,
    Decision,
    Exchange,
    KeyringAnswer,
    KeyringCall,
    Send,
    Steps,
    ask_keyring,
    send,
)
from idxdoctor.model.trace import Ending, Outcome
from idxdoctor.model.url import Url
from idxdoctor.transport.performer import Recorder, drive, redirect_of
from tests.conversation import credential

WHY = Decision("test", "a test asks")
END = Ending(Outcome.NOT_FOUND, (), ())


def request(host: str) -> Send:
    return Send(Url("https", host), None, WHY, 0)


def asks(*hosts: str) -> Steps[Ending]:
    """Ask one host after the other; a host that begins with `keyring` is a service of the keyring."""
    for host in hosts:
        if host.startswith("keyring"):
            yield from ask_keyring(AskKeyring(host, None, WHY))
        else:
            yield from send(request(host))
    return END


class Answering:
    """Answers everything, and remembers in which order it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def send(self, request: Send) -> Answer:
        self.asked.append(request.url.host)
        return Answer(404)

    def ask_keyring(self, question: AskKeyring) -> KeyringAnswer:
        self.asked.append(question.service)
        return KeyringAnswer(credential("ci:cabbage") if question.service == "keyring" else None)


def test_lookups_ask_in_turns() -> None:
    performer = Answering()
    drive({"a": asks("a1", "a2", "a3"), "b": asks("b1"), "c": asks("c1", "c2")}, performer)
    assert performer.asked == ["a1", "b1", "c1", "a2", "c2", "a3"]


def test_keyring_calls_are_answered_before_the_turn_goes_on() -> None:
    performer = Answering()
    drive({"a": asks("keyring", "a1", "keyring", "keyring2", "a2"), "b": asks("b1", "b2")}, performer)
    assert performer.asked == ["keyring", "a1", "b1", "keyring", "keyring2", "a2", "b2"]


def test_every_lookup_ends_with_what_it_exchanged_in_wire_order() -> None:
    a, b = drive({"a": asks("a1", "a2"), "b": asks()}, Answering())
    assert (a.package, b.package) == ("a", "b")
    assert a.exchanges == (Exchange(request("a1"), Answer(404)), Exchange(request("a2"), Answer(404)))
    assert b.exchanges == ()
    assert a.ending is END


def test_a_lookup_that_only_asks_the_keyring_ends_too() -> None:
    [lookup] = drive({"a": asks("keyring", "keyring2")}, Answering())
    assert lookup.keyring == (
        KeyringCall(AskKeyring("keyring", None, WHY), answered=True),
        KeyringCall(AskKeyring("keyring2", None, WHY), answered=False),
    )


def test_no_lookups_are_no_lookups() -> None:
    assert drive({}, Answering()) == ()


def test_a_recorder_has_not_ended_before_its_lookup_has() -> None:
    recorder = Recorder("a", asks("a1"))
    assert recorder.advance(None) == request("a1")
    assert recorder.ended is None
    assert recorder.advance(Answer(404)) is None
    assert recorder.ended is not None


@pytest.mark.parametrize(
    ("status", "location", "target"),
    [
        (302, "/b", "https://h/b"),
        (301, "https://g/", "https://g/"),
        (308, "c", "https://h/c"),
        (200, "/b", None),
        (401, "/b", None),
        (302, None, None),
        (302, "https://", None),
        (None, "/b", None),
    ],
)
def test_where_an_answer_sends_the_client(status: int | None, location: str | None, target: str | None) -> None:
    headers = {} if location is None else {"location": location}
    assert redirect_of(Url.parse("https://h/a"), Answer(status, headers)) == (target and Url.parse(target))


def test_a_request_is_not_answered_by_the_keyring_nor_the_keyring_by_a_server() -> None:
    steps = asks("a1")
    next(steps)
    with pytest.raises(TypeError, match="KeyringAnswer"):
        steps.send(KeyringAnswer(None))
    steps = asks("keyring")
    next(steps)
    with pytest.raises(TypeError, match="Answer"):
        steps.send(Answer(200))
