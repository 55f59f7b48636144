"""Several lookups at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Event, Lock
from time import monotonic, sleep
from typing import Final

import pytest

from idxdoctor.model.exchange import (
    Answer,
    AskKeyring,
    Decision,
    Failure,
    KeyringAnswer,
    Send,
    Steps,
    ask_keyring,
    send,
)
from idxdoctor.model.trace import Ending, Outcome
from idxdoctor.model.url import Url
from idxdoctor.transport.parallel import PER_HOST, drive_in_parallel

WHY: Final = Decision("test", "a test")
END: Final = Ending(Outcome.NOT_FOUND, (), ())


class Performer:
    """Answers with what a test makes of a request."""

    def __init__(self, answer: Callable[[Send], Answer] = lambda _: Answer(404)) -> None:
        self._answer = answer

    def send(self, request: Send) -> Answer:
        return self._answer(request)

    def ask_keyring(self, question: AskKeyring) -> KeyringAnswer:
        assert question.username == "ci"
        return KeyringAnswer(None)


def asking(*urls: str) -> Steps[Ending]:
    for url in urls:
        yield from send(Send(Url.parse(url), None, WHY, 0))
    return END


def test_lookups_come_back_in_the_order_asked_for_each_with_its_own_exchanges() -> None:
    lookups = {f"p{n}": asking(f"https://h/{n}/a", f"https://h/{n}/b") for n in range(3 * PER_HOST)}
    told: list[str] = []
    ended = drive_in_parallel(lookups, Performer(), told.append)
    assert [lookup.package for lookup in ended] == list(lookups)
    assert sorted(told) == sorted(lookups)
    for n, lookup in enumerate(ended):
        assert [exchange.request.url.path for exchange in lookup.exchanges] == [f"/{n}/a", f"/{n}/b"]
        assert lookup.ending is END


def test_requests_of_different_lookups_are_on_the_wire_at_once() -> None:
    everybody = Barrier(PER_HOST)

    def waits(_: Send) -> Answer:
        everybody.wait(timeout=5)
        return Answer(404)

    lookups = {f"p{n}": asking("https://h/") for n in range(PER_HOST)}
    assert len(drive_in_parallel(lookups, Performer(waits), lambda _: None)) == PER_HOST


def test_only_one_lookup_takes_a_step_at_a_time() -> None:
    stepping = Lock()

    def steps() -> Steps[Ending]:
        for _ in range(20):
            assert stepping.acquire(blocking=False)
            known = yield from ask_keyring(AskKeyring("h", "ci", WHY))
            assert known is None
            stepping.release()
            yield from send(Send(Url.parse("https://h/"), None, WHY, 0))
        return END

    ended = drive_in_parallel({f"p{n}": steps() for n in range(PER_HOST)}, Performer(), lambda _: None)
    assert {(len(lookup.exchanges), len(lookup.keyring)) for lookup in ended} == {(20, 20)}


def test_an_error_in_a_lookup_is_raised_where_they_were_started() -> None:
    def fails(request: Send) -> Answer:
        raise OSError(request.url.path)

    with pytest.raises(OSError, match="/foo"):
        drive_in_parallel({"foo": asking("https://h/foo")}, Performer(fails), lambda _: None)


def test_no_lookup_is_no_work() -> None:
    assert drive_in_parallel({}, Performer(), lambda _: None) == ()


@pytest.mark.parametrize("most", [1, 3])
def test_a_host_is_sent_no_more_at_once_than_is_allowed(most: int) -> None:
    counting, under_way, highest = Lock(), Counter[str](), Counter[str]()

    def counts(request: Send) -> Answer:
        host = request.url.host
        with counting:
            under_way[host] += 1
            highest[host] = max(highest[host], under_way[host])
        sleep(0.002)
        with counting:
            under_way[host] -= 1
        return Answer(404)

    lookups = {f"p{n}": asking(f"https://{'gh'[n % 2]}/", "https://k/") for n in range(40)}
    drive_in_parallel(lookups, Performer(counts), lambda _: None, most)
    assert highest == {"g": most, "h": most, "k": most}


def test_a_host_that_is_slow_does_not_hold_up_another() -> None:
    release = Barrier(PER_HOST + 1)

    def waits(request: Send) -> Answer:
        if request.url.host == "slow" or request.url.path == "/last":
            release.wait(timeout=5)
        return Answer(404)

    lookups = {f"s{n}": asking("https://slow/") for n in range(PER_HOST)} | {"f": asking("https://fast/last")}
    assert len(drive_in_parallel(lookups, Performer(waits), lambda _: None)) == PER_HOST + 1


def test_what_does_not_notice_the_end_of_the_time_is_left_behind_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a name is being resolved, which nobody can break off."""
    monkeypatch.setattr("idxdoctor.transport.parallel.GRACE", 0.1)
    over = Event()

    def hangs(request: Send) -> Answer:
        if request.url.host == "hangs":
            over.wait(10)
        return Answer(404)

    lookups = {"foo": asking("https://h/"), "bar": asking("https://hangs/"), "baz": asking("https://h/")}
    begun = monotonic()
    ended = drive_in_parallel(lookups, Performer(hangs), lambda _: None, deadline=begun + 0.2)
    assert monotonic() - begun < 5
    over.set()
    outcomes = {lookup.package: lookup.ending.outcome for lookup in ended}
    assert outcomes == {"foo": Outcome.NOT_FOUND, "bar": Outcome.UNCHECKED, "baz": Outcome.NOT_FOUND}
    assert [*outcomes] == [*lookups]


def test_answers_that_come_after_the_time_are_no_exchanges_and_the_lookup_is_unchecked() -> None:
    def late(_: Send) -> Answer:
        return Answer(None, failure=Failure.OVER)

    (lookup,) = drive_in_parallel({"foo": asking("https://h/")}, Performer(late), lambda _: None)
    assert (lookup.ending.outcome, lookup.exchanges) == (Outcome.UNCHECKED, ())
    assert lookup.ending.visits[-1].decision.code == "run.over"


def test_a_keyring_that_was_not_let_finish_leaves_the_lookup_unchecked() -> None:
    class Late(Performer):
        def ask_keyring(self, question: AskKeyring) -> KeyringAnswer:
            return super().ask_keyring(question)._replace(over=True)

    def steps() -> Steps[Ending]:
        yield from ask_keyring(AskKeyring("h", "ci", WHY))
        return END

    (lookup,) = drive_in_parallel({"foo": steps()}, Late(), lambda _: None)
    assert lookup.ending.outcome is Outcome.UNCHECKED
