"""A scenario's servers as plain HTTP on loopback, one port each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import count, repeat
from math import inf
from socket import socket
from typing import NamedTuple

from idxdoctor.capture.answering.connection import LOOPBACK, Connection, Listener, port_refused
from idxdoctor.capture.answering.desk import Desk
from idxdoctor.capture.answering.seen import Seen
from idxdoctor.model.url import Origin
from idxdoctor.scenario.model import Scenario, Server
from idxdoctor.scenario.moved import moved, named_origins


class Plain(NamedTuple):
    """What is served: the scenario with its servers at their places on this machine, and these, by the origin there."""

    scenario: Scenario
    places: Mapping[Origin, Origin]


@contextmanager
def serving_plainly(scenario: Scenario, port: int, tell: Callable[[Seen], None]) -> Iterator[Plain]:
    """Serve within the context, from `port` on, or on free ports where that is 0; `tell` is told of each request.

    A host that the scenario names and that has no server has a port that refuses connections, and so has a server
    that refuses all. Raises `InputError` where a port can't be had.
    """
    servers = {server.url.origin: server for server in scenario.servers}
    ports = count(port) if port else repeat(0)
    with ExitStack() as stack:
        places, listeners = {}, []
        for origin, wanted in zip(named_origins(scenario), ports, strict=False):
            if origin in servers and not refuses_all(servers[origin]):
                listener = Listener(_PlainConnection, wanted)
                stack.callback(listener.server_close)
                listeners.append(listener)
                places[origin] = listener.origin
            else:
                places[origin] = _refusing(stack.enter_context(socket()), wanted)
        there = moved(scenario, places)
        desk = Desk(there, inf, tell)
        for listener in listeners:
            listener.desk = desk
            stack.enter_context(listener)
        yield Plain(there, places)


def refuses_all(server: Server) -> bool:
    """Say whether nothing ever listens there."""
    first = server.rules[0] if server.rules else None
    return first is not None and (first.path, first.who, first.times, first.answer.drop) == ("*", None, None, "connect")


def _refusing(taken: socket, port: int) -> Origin:
    """Take a port on which nothing listens, so that nobody else does."""
    try:
        taken.bind((LOOPBACK, port))
    except (OSError, OverflowError) as error:
        raise port_refused(port, error) from None
    return Origin("http", LOOPBACK, int(taken.getsockname()[1]))


class _PlainConnection(Connection):
    """A connection with the server of its port."""

    def setup(self) -> None:
        """Begin to speak for the port's origin."""
        self.origin = self.server.origin
        super().setup()
