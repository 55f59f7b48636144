"""A check kept as a scenario that anybody can replay, held against the check before anybody gets it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import monotonic, time
from typing import Final, NamedTuple

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.diagnosis.check import trial_on
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.fixes.proof import with_proofs
from idxdoctor.diagnosis.records.comments import commented
from idxdoctor.diagnosis.run import Run
from idxdoctor.model.credential import Credential
from idxdoctor.model.errors import InputError
from idxdoctor.model.trace import Client, Trace
from idxdoctor.scenario.model import Reply, Scenario
from idxdoctor.scenario.recording.leaks import holds_secret, real_secrets
from idxdoctor.scenario.recording.likeness import Point, first_difference, points_of
from idxdoctor.scenario.recording.record import names_for, scenario_of, with_expectations
from idxdoctor.transport.bench import Bench
from idxdoctor.transport.check import check, silent
from idxdoctor.transport.performer import Progress
from idxdoctor.transport.replay import replay

_TIME_TO_SHRINK: Final = 1.0
_ASKING: Final = frozenset({"WWW-Authenticate", "Proxy-Authenticate", "Retry-After"})


class Record(NamedTuple):
    """A scenario, its text, and where its replay differs first from the check that it was made of, if it does.

    `secrets` are those of the check, none of which may stand in what is written.
    """

    scenario: Scenario
    text: str
    difference: str | None
    secrets: tuple[Credential, ...] = ()


def record(
    bench: Bench,
    client: Client,
    packages: Sequence[str],
    id_: str,
    *,
    keep_names: bool = False,
    progress: Progress = silent,
) -> Record:
    """Check, and return that as the smallest scenario that was found in which the same happens.

    What was answered while fixes were tried is in it too. Secrets are made up in any case, hosts and names unless
    they are to be kept. Raises `InputError` where a secret would stand in it all the same.
    """
    trace = check(bench, client, packages, progress)
    tried = _tried(bench, trace)
    names = names_for((trace, *tried), keep_names=keep_names, now=time())
    wanted = points_of(trace, _codes(trace), names)
    scenario = scenario_of(trace, tried, bench.here, names, id_)
    difference = _difference(scenario, client, wanted)
    if difference is None:
        scenario = _smallest(scenario, lambda smaller: _difference(smaller, client, wanted) is None)
    scenario = _finished(scenario, client)
    text = commented(scenario, f"Recorded from a check as {client}", client, keep_names=keep_names)
    if holds_secret(text, (trace, *tried)):
        raise InputError("a secret would stand in the record: nothing was written", remedy="Please report this.")
    return Record(scenario, text, difference, tuple(real_secrets((trace, *tried))))


def _tried(bench: Bench, trace: Trace) -> tuple[Trace, ...]:
    """Return the traces of the fixes that were tried."""
    traces: list[Trace] = []
    trial = trial_on(bench, trace)

    def run(changed: Client, here: Surroundings, package: str) -> Trace:
        traces.append(trial.run(changed, here, package))
        return traces[-1]

    with_proofs(Run(trace, diagnose(trace)), trial._replace(run=run))
    return tuple(traces)


def _finished(scenario: Scenario, client: Client) -> Scenario:
    """Return the scenario with what its replay says of itself."""
    try:
        replayed = replay(scenario, client)
    except InputError:
        return scenario._replace(title=f"{client}: what was recorded can't be replayed")
    return with_expectations(scenario, replayed, _codes(replayed))


def _codes(trace: Trace) -> list[list[str]]:
    return [[finding.code for finding in findings] for findings in diagnose(trace)]


def _difference(scenario: Scenario, client: Client, wanted: Sequence[Point]) -> str | None:
    """Return where the scenario's replay differs first; requests for files, which a check does not make, left out."""
    try:
        again = replay(scenario, client)
    except InputError as error:
        return f"it can't be replayed: {error.message}"
    again = again._replace(lookups=tuple(one._replace(files=(), file_ending=None) for one in again.lookups))
    return first_difference(wanted, points_of(again, _codes(again), None))


def _smallest(scenario: Scenario, is_same: Callable[[Scenario], bool]) -> Scenario:
    """Return the scenario with what was given, and said, cut down as far as there is time to find that out.

    What the servers were asked stays: another version may ask it too.
    """
    from idxdoctor.capture.comparing.shrink import smallest

    end = monotonic() + _TIME_TO_SHRINK

    def holds(smaller: Scenario) -> bool:
        return monotonic() < end and smaller.servers == scenario.servers and _is_whole(smaller) and is_same(smaller)

    small = smallest(scenario, holds)
    args = {name: words for name, words in small.given.args.items() if words}
    small = small._replace(given=replace(small.given, args=args))
    for position, number in [(p, n) for p, server in enumerate(small.servers) for n in range(len(server.rules))]:
        candidates = _plainer(small, position, number)
        small = next((one for one in candidates if monotonic() < end and is_same(one)), small)
    return small


def _is_whole(scenario: Scenario) -> bool:
    """Say whether the folder that a real client is sent to is still there, and project files have what it needs.

    One that is an argument, or that of a workspace's member, must have a project.
    """
    files = {name: text for name, text in scenario.given.files.items() if name.endswith("pyproject.toml")}
    words = [word for args in scenario.given.args.values() for word in args]
    folders = [words[place + 1] for place, word in enumerate(words[:-1]) if word == "--directory"]
    if any(not any(name.startswith(f"{folder}/") for name in scenario.given.files) for folder in folders):
        return False
    is_argument = "pyproject.toml" in words
    return all(_is_whole_project(text, needed=is_argument or "/" in name) for name, text in files.items())


def _is_whole_project(text: str, *, needed: bool) -> bool:
    """Say whether a project file's `[project]` has all that it must, or is absent where none is `needed`."""
    try:
        project = tomllib.loads(text).get("project")
    except tomllib.TOMLDecodeError:
        return False
    return not needed if project is None else {"name", "version", "dependencies"} <= project.keys()


def _plainer(scenario: Scenario, position: int, number: int) -> Iterator[Scenario]:
    """Return the scenario with less in the answer of one rule, first with least."""
    server = scenario.servers[position]
    rule = server.rules[number]
    for reply in _plainer_replies(rule.answer):
        rules = (*server.rules[:number], rule._replace(answer=reply), *server.rules[number + 1 :])
        servers = (*scenario.servers[:position], server._replace(rules=rules), *scenario.servers[position + 1 :])
        yield scenario._replace(servers=servers)


def _plainer_replies(reply: Reply) -> Iterator[Reply]:
    """Return the reply without its body and headers; what it asks for by its headers stays."""
    asking = {name: value for name, value in reply.headers.items() if name in _ASKING}
    bare = reply._replace(body=None) if reply.body is not None else reply
    yield from (one for one in (bare._replace(headers=asking), bare) if one != reply)
