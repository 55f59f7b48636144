"""Several lookups at once on the network: their requests overlap, their steps don't."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Final

from idxdoctor.model.exchange import AskKeyring, Reply, Steps
from idxdoctor.model.trace import Ending, Lookup
from idxdoctor.transport.performer import Performer, Progress, Recorder

WORKERS: Final = 8


def drive_in_parallel(
    lookups: dict[str, Steps[Ending]], performer: Performer, progress: Progress
) -> tuple[Lookup, ...]:
    """Run the lookups of one client in threads and return them in the given order.

    They share the client's session, so only one of them takes a step at a time; keyring calls belong to a step,
    as clients let the others wait for their outcome. The threads are daemons: an interrupt leaves nothing behind.
    """
    waiting: SimpleQueue[Recorder] = SimpleQueue()
    done: SimpleQueue[Lookup | BaseException] = SimpleQueue()
    stepping = Lock()
    for package, steps in lookups.items():
        waiting.put(Recorder(package, steps))
    for _ in range(min(WORKERS, len(lookups))):
        Thread(target=_work, args=(waiting, done, stepping, performer), daemon=True).start()
    ended: dict[str, Lookup] = {}
    while len(ended) < len(lookups):
        lookup = done.get()
        if isinstance(lookup, BaseException):
            raise lookup
        ended[lookup.package] = lookup
        progress(lookup.package)
    return tuple(ended[package] for package in lookups)


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
