"""A real release, traced on the wire in a scenario's world, and how that differs from what the world saw."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.answering.seen import CONNECT, Seen, in_header
from idxdoctor.capture.tracing.command import Command
from idxdoctor.capture.tracing.wire import trace_by_wire
from idxdoctor.cli.here import surroundings_of_words
from idxdoctor.clients.registry import is_modelled
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.trace import Lookup, Outcome, Trace
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import replay
from tests.mitmproxy import mitmdump_folder
from tests.traced import World, in_world


class Wired(NamedTuple):
    """A run: its trace, and what the world saw."""

    scenario: Scenario
    version: str
    trace: Trace
    seen: tuple[Seen, ...]


def wired(scenario: Scenario, version: str, authority: Authority, client: str = "uv") -> Wired:
    """Trace a release of a client in the scenario's world."""
    with in_world(scenario, version, authority, client) as world:
        trace = _traced(world)
    seen = sorted((*world.desk.exchanges, *world.desk.files), key=lambda one: one.place)
    return Wired(scenario, version, trace, tuple(seen))


def _traced(world: World) -> Trace:
    env = world.env | {"PATH": f"{world.env['PATH']}{os.pathsep}{mitmdump_folder()}"}
    before, command = dict(os.environ), Command.of(world.words)
    folder = os.getcwd()  # noqa: PTH109 - what is gone back to
    os.chdir(world.box.project)
    os.environ.update(env)
    try:
        here = surroundings_of_words(command.for_client)
        (trace,) = trace_by_wire(command, command.release(env), env, here, 60).traces
    finally:
        os.environ.clear()
        os.environ.update(before)
        os.chdir(folder)
    return trace


def differences(run: Wired) -> Iterator[str]:
    """Say what the trace tells otherwise than the world saw: exchanges, credentials, statuses, order, ends."""
    told = [one for lookup in run.trace.lookups for one in (*lookup.exchanges, *lookup.files)]
    if len(run.trace.lookups) == 1:
        if list(map(_told, told)) != list(map(_seen, run.seen)):
            yield f"told {list(map(_told, told))}, seen {list(map(_seen, run.seen))}"
    elif sorted(map(_told, told), key=repr) != sorted(map(_seen, run.seen), key=repr):
        yield f"told {sorted(map(_told, told), key=repr)}, seen {sorted(map(_seen, run.seen), key=repr)}"
    if run.trace.doubt is not None:
        yield run.trace.doubt
    if not is_modelled(run.trace.client.name):
        return
    modelled = {lookup.package: lookup for lookup in replay(run.scenario, run.trace.client).lookups}
    for lookup in run.trace.lookups:
        model = modelled.get(lookup.package)
        if model is not None and lookup.ending.outcome is not Outcome.UNKNOWN and _end(lookup) != _end(model):
            yield f"{lookup.package}: ended {_end(lookup)}, by the model {_end(model)}"


def _told(one: Exchange) -> tuple[object, ...]:
    request = one.request
    return _key(request.method, request.url.reveal(), in_header(request.credential), one.answer.status)


def _seen(one: Seen) -> tuple[object, ...]:
    if one.method == CONNECT:
        return _key("GET", f"{one.url.origin}/", None, None)
    return _key(one.method, one.url.reveal(), in_header(one.credential), one.answer.status)


def _key(*parts: object) -> tuple[object, ...]:
    return parts


def _end(lookup: Lookup) -> tuple[object, ...]:
    ending = lookup.ending
    return ending.outcome, ending.index, ending.status
