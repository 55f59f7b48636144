"""Parts of an algorithm that a client runs at once, and how to run them one effect at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from idxdoctor.model.exchange import AskKeyring, AtOnce, Effect, Reply, Results, Steps, Turns, Wait

T = TypeVar("T")


def concurrently(parts: Sequence[Steps[T]], over: Callable[[Sequence[T | None]], bool]) -> Steps[list[T | None]]:
    """Ask for the parts to be run at the same time, and return their results in the given order.

    Once `over` says so of the results so far, parts that are still under way are broken off: their result is None.
    """
    reply = yield AtOnce(tuple(parts), over)
    if not isinstance(reply, Results):
        raise TypeError(f"parts were answered with {type(reply).__name__}")
    return reply.values


def fails(results: Sequence[T | None], failed: Callable[[T], bool]) -> bool:
    """Say whether a result is a failure and those before it are there: before, a client doesn't look at it."""
    for result in results:
        if result is None:
            return False
        if failed(result):
            return True
    return False


def in_turns(steps: Steps[T]) -> Turns[T]:
    """Run what is asked for at once as an event loop would: all parts send, then all go on, each to its end."""
    reply: Reply | Results | None = None
    while True:
        try:
            step = next(steps) if reply is None else steps.send(reply)
        except StopIteration as end:
            result: T = end.value
            return result
        if isinstance(step, AtOnce):
            reply = Results((yield from _together([in_turns(part) for part in step.parts])))
        elif isinstance(step, Wait):
            if not step.over():
                raise RuntimeError("a part waits for another, although no keyring call gives up the turn")
            reply = None
        else:
            reply = yield step


def _together(parts: Sequence[Turns[T]]) -> Turns[list[T]]:
    """Run the parts in turns, one request of each at a time.

    A keyring call doesn't give up the turn: clients let others wait until its outcome is known.
    """
    results: dict[int, T] = {}
    pending: dict[int, Effect] = {}
    for position, part in enumerate(parts):
        yield from _advance(position, part, None, pending, results)
    while pending:
        replies: dict[int, Reply] = {}
        for position, effect in pending.items():
            replies[position] = yield effect
        pending = {}
        for position, reply in replies.items():
            yield from _advance(position, parts[position], reply, pending, results)
    return [results[position] for position in range(len(parts))]


def _advance(
    position: int, part: Turns[T], reply: Reply | None, pending: dict[int, Effect], results: dict[int, T]
) -> Turns[None]:
    """Take one part to its next request, or to its result."""
    try:
        effect = part.send(reply) if reply is not None else next(part)
        while isinstance(effect, AskKeyring):
            effect = part.send((yield effect))
        pending[position] = effect
    except StopIteration as end:
        results[position] = end.value
