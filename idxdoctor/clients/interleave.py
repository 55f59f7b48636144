"""Runs several parts of an algorithm as a client's event loop would: all send, then all go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from idxdoctor.model.exchange import AskKeyring, Effect, Reply, Steps

T = TypeVar("T")


def concurrently(parts: Sequence[Steps[T]]) -> Steps[list[T]]:
    """Run the parts in turns, one request of each at a time, and return their results in the given order.

    A keyring call doesn't give up the turn: clients let others wait until its outcome is known.
    """
    results: dict[int, T] = {}
    replies: dict[int, Reply] = {}
    pending: dict[int, Effect] = {}
    for position, part in enumerate(parts):
        yield from _advance(position, part, None, pending, results)
    while pending:
        replies = {}
        for position, effect in pending.items():
            replies[position] = yield effect
        pending = {}
        for position, reply in replies.items():
            yield from _advance(position, parts[position], reply, pending, results)
    return [results[position] for position in range(len(parts))]


def _advance(
    position: int, part: Steps[T], reply: Reply | None, pending: dict[int, Effect], results: dict[int, T]
) -> Steps[None]:
    """Take one part to its next request, or to its result."""
    try:
        effect = part.send(reply) if reply is not None else next(part)
        while isinstance(effect, AskKeyring):
            effect = part.send((yield effect))
        pending[position] = effect
    except StopIteration as end:
        results[position] = end.value
