"""Several lookups at once on the network: their requests overlap, their steps don't."""

from __future__ import annotations

from collections import defaultdict
from math import inf
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Lock, Thread
from time import monotonic
from typing import Final

from idxdoctor.model.exchange import Answer, AskKeyring, KeyringAnswer, Reply, Send, Steps
from idxdoctor.model.trace import Ending, Lookup, Outcome
from idxdoctor.transport.performer import Performer, Progress, Recorder

PER_HOST: Final = 8
"""How many requests one host is asked at the same time."""

MOST_PER_HOST: Final = 64
GRACE: Final = 1.0
"""How many seconds a request may take to notice that the time is over; resolving a name does not."""

_HOSTS_AT_ONCE: Final = 4
_LEFT_BEHIND: Final = Ending(Outcome.UNCHECKED, (), ())


def drive_in_parallel(
    lookups: dict[str, Steps[Ending]],
    performer: Performer,
    progress: Progress,
    per_host: int = PER_HOST,
    deadline: float = inf,
) -> tuple[Lookup, ...]:
    """Run the lookups of one client in threads and return them in the given order.

    They share the client's session, so only one of them takes a step at a time; keyring calls belong to a step,
    as clients let the others wait for their outcome. No host is sent more than `per_host` requests at the same time.
    At `deadline` on the monotonic clock the performer answers no more; what has not ended soon after is left behind
    unchecked. The threads are daemons: an interrupt leaves nothing behind.
    """
    waiting: SimpleQueue[Recorder] = SimpleQueue()
    done: SimpleQueue[Lookup | BaseException] = SimpleQueue()
    stepping = Lock()
    bounded = PerHost(performer, per_host)
    for package, steps in lookups.items():
        waiting.put(Recorder(package, steps))
    for _ in range(min(per_host * _HOSTS_AT_ONCE, len(lookups))):
        Thread(target=_work, args=(waiting, done, stepping, bounded), daemon=True).start()
    ended: dict[str, Lookup] = {}
    while len(ended) < len(lookups):
        try:
            lookup = done.get(timeout=_patience(deadline))
        except Empty:
            break
        if isinstance(lookup, BaseException):
            raise lookup
        ended[lookup.package] = lookup
        progress(lookup.package)
    return tuple(ended.get(package) or Lookup(package, (), (), _LEFT_BEHIND) for package in lookups)


def _patience(deadline: float) -> float | None:
    """Return how many seconds to wait for the next lookup to end, or None for as long as it takes."""
    return None if deadline == inf else max(deadline + GRACE - monotonic(), 0)


class PerHost:
    """A performer that sends a host no more than a number of requests at the same time."""

    def __init__(self, performer: Performer, most: int) -> None:
        self._performer = performer
        self._turns: defaultdict[str, BoundedSemaphore] = defaultdict(lambda: BoundedSemaphore(most))
        self._counting = Lock()

    def send(self, request: Send) -> Answer:
        """Put a request on the wire once the host has a turn for it; see `Performer.send`."""
        with self._counting:
            turn = self._turns[request.url.host]
        with turn:
            return self._performer.send(request)

    def ask_keyring(self, question: AskKeyring) -> KeyringAnswer:
        """Ask the keyring; see `Performer.ask_keyring`."""
        return self._performer.ask_keyring(question)


def _work(
    waiting: SimpleQueue[Recorder], done: SimpleQueue[Lookup | BaseException], stepping: Lock, performer: Performer
) -> None:
    try:
        while True:
            done.put(_run(waiting.get_nowait(), stepping, performer))
    except Empty:
        return
    except BaseException as error:
        done.put(error)


def _run(recorder: Recorder, stepping: Lock, performer: Performer) -> Lookup:
    reply: Reply | None = None
    while recorder.ended is None:
        with stepping:
            effect = recorder.advance(reply)
            while isinstance(effect, AskKeyring):
                effect = recorder.advance(recorder.perform(effect, performer))
        if effect is not None:
            reply = recorder.perform(effect, performer)
    return recorder.ended
