"""Makes a world in which model and client differ smaller while they still do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.comparing.verify import verify
from idxdoctor.capture.running.binaries import program_of
from idxdoctor.model.errors import IdxdoctorError
from idxdoctor.model.trace import Client
from idxdoctor.scenario.model import Given, Scenario, Server

T = TypeVar("T")


def shrink(scenario: Scenario, client: Client, authority: Authority) -> Scenario:
    """Return the smallest world that dropping one thing after the other leads to, and that still differs."""
    program = program_of(client)

    def differs(smaller: Scenario) -> bool:
        try:
            return not verify(smaller, client, program, authority).agrees
        except IdxdoctorError:
            return False

    return smallest(scenario, differs)


def smallest(scenario: Scenario, holds: Callable[[Scenario], bool]) -> Scenario:
    """Return the scenario with all left out without which `holds` is still true, each thing tried by itself."""
    smaller: Scenario | None = scenario
    while smaller is not None:
        scenario = smaller
        smaller = next((candidate for candidate in _smaller(scenario) if holds(candidate)), None)
    return scenario


def _smaller(scenario: Scenario) -> Iterator[Scenario]:
    """Return scenarios that lack one thing each, the ones that lack most first."""
    given, servers = scenario.given, scenario.servers
    for fewer in _each_left_out(servers):
        yield scenario._replace(servers=fewer)
    for less in _smaller_given(given):
        yield scenario._replace(given=less)
    for position, server in enumerate(servers):
        for lesser in _smaller_server(server):
            yield scenario._replace(servers=(*servers[:position], lesser, *servers[position + 1 :]))


def _smaller_given(given: Given) -> Iterator[Given]:
    if len(given.packages) > 1:
        yield from (replace(given, packages=packages) for packages in _each_left_out(given.packages))
    yield from (replace(given, files=files) for files in _each_key_left_out(given.files))
    yield from (replace(given, env=env) for env in _each_key_left_out(given.env))
    for client, args in given.args.items():
        for fewer in _arguments_left_out(args):
            yield replace(given, args={**given.args, client: fewer})
    yield from (replace(given, keyring=keyring) for keyring in _each_left_out(given.keyring))
    for name, text in given.files.items():
        for shorter in _parts_left_out(text):
            yield replace(given, files={**given.files, name: shorter})
    for name, text in given.env.items():
        words = text.split(" ")
        if len(words) > 1:
            yield from (replace(given, env={**given.env, name: " ".join(rest)}) for rest in _each_left_out(words))


def _smaller_server(server: Server) -> Iterator[Server]:
    yield from (server._replace(rules=rules) for rules in _each_left_out(server.rules))
    named = {rule.who for rule in server.rules}
    for name in server.accounts:
        if name not in named:
            yield server._replace(accounts={other: word for other, word in server.accounts.items() if other != name})


def _each_left_out(items: Sequence[T]) -> Iterator[tuple[T, ...]]:
    return ((*items[:position], *items[position + 1 :]) for position in range(len(items)))


def _each_key_left_out(items: Mapping[str, T]) -> Iterator[dict[str, T]]:
    return ({key: value for key, value in items.items() if key != left_out} for left_out in items)


def _arguments_left_out(args: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Leave out an option together with its value."""
    for position, argument in enumerate(args):
        if argument.startswith("-"):
            following = args[position + 1 : position + 2]
            width = 2 if following and not following[0].startswith("-") else 1
            yield (*args[:position], *args[position + width :])


def _parts_left_out(text: str) -> Iterator[str]:
    """Leave out a paragraph, or a line."""
    paragraphs = text.split("\n\n")
    if len(paragraphs) > 1:
        yield from ("\n\n".join(rest) for rest in _each_left_out(paragraphs))
    yield from ("".join(rest) for rest in _each_left_out(text.splitlines(keepends=True)))
