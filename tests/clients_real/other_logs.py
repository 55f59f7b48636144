"""What a real poetry or pdm logs in a scenario's world, beside what the proxy saw of it, and how the two differ.

`python -m tests.clients_real.other_logs poetry 60 --seed 1` (or `pdm`) deals so many drawn worlds to the releases in
turn, and prints each difference as it is found. Exit status 1 where there is one.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import chdir
from typing import Final, NamedTuple

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.answering.desk import Desk
from idxdoctor.capture.answering.proxy import Proxy
from idxdoctor.capture.answering.seen import CONNECT, Seen, SeenKeyring
from idxdoctor.capture.logs.read import traces_in
from idxdoctor.capture.running.binaries import installed
from idxdoctor.capture.running.keyring import calls_in, install_keyring
from idxdoctor.capture.running.process import run_limited
from idxdoctor.capture.running.runner import runner_of
from idxdoctor.capture.running.sandbox import sandbox
from idxdoctor.capture.tracing.command import Command
from idxdoctor.capture.tracing.log import trace_by_log
from idxdoctor.model.errors import InputError
from idxdoctor.model.exchange import Exchange, Gap, Witness
from idxdoctor.model.secret import MASK
from idxdoctor.model.trace import Client, Lookup, Outcome, Trace
from idxdoctor.scenario.drawing.pdm import draw_pdm
from idxdoctor.scenario.drawing.poetry import draw_poetry
from idxdoctor.scenario.model import Scenario
from tests.traced import in_world

LIMIT: Final = 180.0
DRAWS: Final[dict[str, Callable[[int], Scenario]]] = {"poetry": draw_poetry, "pdm": draw_pdm}
VERBOSITIES: Final = {"poetry": "-vvv", "pdm": "-vv"}
RELEASES: Final = {
    "poetry": ("1.8.5", "2.0.1", "2.1.4", "2.2.1", "2.5.1"),
    "pdm": ("2.20.1", "2.22.4", "2.26.9", "2.28.2", "2.29.4"),
}


class Logged(NamedTuple):
    """A real run: what the release printed, explained, what was seen of it, and its exit status."""

    scenario: Scenario
    client: Client
    log: str
    status: int | None
    trace: Trace | None
    seen: tuple[Seen, ...]
    keyring: tuple[SeenKeyring, ...]


def logged(scenario: Scenario, client: Client, authority: Authority, verbosity: str = "") -> Logged:
    """Run a client in the scenario's world, and read its log; a run that asks for nothing has no trace."""
    program, runner = installed(client), runner_of(client.name)
    desk = Desk(scenario, runner.patience(scenario))
    with sandbox(scenario.given) as box, Proxy(desk, authority) as proxy:
        authority.write_certificate(box.certificate)
        install_keyring(box.programs, scenario.given.keyring, box.keyring_log)
        arguments = [*runner.prepare(scenario, box), verbosity or VERBOSITIES[client.name]]
        env = box.environment(runner.variables(scenario, box), proxy.url)
        done = run_limited([*runner.command(program), *arguments], env, box.project, LIMIT, both=True)
        calls = calls_in(box.keyring_log)
    seen = sorted((*desk.exchanges, *desk.files), key=lambda one: one.place)
    trace = _trace(done.stderr, client)
    return Logged(scenario, client, done.stderr, done.status, trace, tuple(seen), calls)


def traced(scenario: Scenario, client: Client, authority: Authority) -> Logged:
    """Trace a client by its log in the scenario's world; a run that asks for nothing has no trace."""
    with in_world(scenario, client.version, authority, client.name) as world, chdir(world.box.project):
        done = trace_by_log(Command.of(world.words), client, world.env, LIMIT)
        calls = calls_in(world.box.keyring_log)
    seen = sorted((*world.desk.exchanges, *world.desk.files), key=lambda one: one.place)
    return Logged(scenario, client, "", done.ended.status, next(iter(done.traces), None), tuple(seen), calls)


def _trace(log: str, client: Client) -> Trace | None:
    try:
        (trace,) = traces_in(log.split("\n"), "a log", client)
    except InputError:
        return None
    return trace


def differences(run: Logged) -> Iterator[str]:
    """Say what the log, explained, tells otherwise than the proxy: of exchanges, keyring calls, the ends."""
    asked = [one for one in run.seen if one.method != CONNECT]
    if run.trace is None:
        if asked:
            yield f"{len(asked)} requests were made, and none told"
        return
    told: defaultdict[str, list[Exchange]] = defaultdict(list)
    for lookup in run.trace.lookups:
        for exchange in (*lookup.exchanges, *lookup.files):
            told[exchange.request.url.reveal()].append(exchange)
    seen: defaultdict[str, list[Seen]] = defaultdict(list)
    for one in asked:
        seen[one.url.reveal()].append(one)
    for url in dict.fromkeys((*told, *seen)):
        yield from _at_url(url, told[url], seen[url], run)
    yield from _keyring(run)
    yield from _ends(run)


def _at_url(url: str, told: list[Exchange], seen: list[Seen], run: Logged) -> Iterator[str]:
    """Compare the exchanges with one URL, in their order.

    What is inferred may be the answer to another URL that a redirect led to; that a page was read says no more than
    that its status was below 400.
    """
    sure = [one for one in told if not _may_be_unsent(one, seen, run)]
    if len(sure) > len(seen):
        yield f"{url}: invented, {len(told)} told and {len(seen)} seen"
    if len(told) < len(seen) and url not in _hidden(run) and not (_is_mixed(run) and _hides_whom(told)):
        yield f"{url}: missed, {len(told)} told and {len(seen)} seen"
    for exchange, one in zip(told, seen, strict=False):
        read = exchange.answer.status == 200 and (one.answer.status or 400) < 400
        excused = exchange.evidence is Witness.INFERRED and (one.redirect is not None or read)
        if Gap.STATUS not in exchange.gaps and not excused and exchange.answer.status != one.answer.status:
            yield f"{url}: {exchange.answer.status} told, {one.answer.status} seen"
        if Gap.WHO not in exchange.gaps and not _same_user(exchange, one) and not _is_of_netrc(exchange, run):
            yield f"{url}: as {exchange.request.credential} told, as {one.credential} seen"


def _may_be_unsent(exchange: Exchange, seen: list[Seen], run: Logged) -> bool:
    """A try without an answer; or a page asked for again whose permanent redirect pdm had cached (hishel)."""
    unanswered = exchange.evidence is Witness.INFERRED and Gap.STATUS in exchange.gaps
    moved = run.client.name == "pdm" and any(one.answer.status in {301, 308} for one in seen)
    return unanswered or exchange.answer.failure is not None or moved


def _hidden(run: Logged) -> set[str]:
    """Return what pdm asks for without a word: the targets of redirects."""
    if run.client.name != "pdm":
        return set()
    return {one.redirect.reveal() for one in run.seen if one.redirect is not None}


def _is_mixed(run: Logged) -> bool:
    """Say whether it is told that lines of several packages stand among each other."""
    return run.trace is not None and any("keyring was asked" in gap for gap in run.trace.unknown)


def _hides_whom(told: list[Exchange]) -> bool:
    """Say whether it is not known as whom one was made, nor whether it was made once more with the keyring's."""
    return any(Gap.WHO in exchange.gaps for exchange in told)


def _same_user(exchange: Exchange, seen: Seen) -> bool:
    told = exchange.request.credential
    if told is None or seen.credential is None:
        return told is None and seen.credential is None
    return told.username == MASK or (told.username or "") == (seen.credential.username or "")


def _is_of_netrc(exchange: Exchange, run: Logged) -> bool:
    """What netrc has for a host goes before what is inferred of poetry (requests: sessions.py rebuild_auth)."""
    has_netrc = "NETRC" in run.scenario.given.env or "~/.netrc" in run.scenario.given.files
    return run.client.name == "poetry" and has_netrc and exchange.evidence is Witness.INFERRED


def _keyring(run: Logged) -> Iterator[str]:
    """Compare the services that pdm asked the keyring program for; poetry asks a module, and logs nothing of it.

    Where lines of several packages stand among each other, which is said, no call is told of any.
    """
    if run.client.name != "pdm" or run.trace is None:
        return
    told = {call.request.service for lookup in run.trace.lookups for call in lookup.keyring}
    seen = {call.service for call in run.keyring}
    if told - seen or (seen - told and not _is_mixed(run)):
        yield f"the keyring was asked for {sorted(seen)}, told are {sorted(told)}"


def _ends(run: Logged) -> Iterator[str]:
    """Compare the ends with what the client did: its exit status, and the answers that it got."""
    if run.trace is None:
        return
    outcomes = {lookup.package: lookup.ending.outcome for lookup in run.trace.lookups}
    if run.status == 0 and set(outcomes.values()) != {Outcome.FOUND}:
        yield f"all was found, told {outcomes}"
    if run.status != 0 and set(outcomes.values()) == {Outcome.FOUND} and not _other_errors(run):
        yield f"not all was found, told {outcomes}"
    for lookup in run.trace.lookups:
        yield from _end(lookup)


def _other_errors(run: Logged) -> bool:
    """A run may fail after all pages were read: at a file, at metadata."""
    return any(one.url.path.endswith((".whl", "/json")) and one.answer.status != 200 for one in run.seen) or any(
        one.answer.failure is not None for one in run.seen
    )


def _end(lookup: Lookup) -> Iterator[str]:
    """Hold the index that ended a search against the status that is told of it."""
    ending = lookup.ending
    if ending.outcome is Outcome.FOUND and ending.status is not None and ending.status >= 400:
        yield f"{lookup.package}: found with a {ending.status}"
    if ending.outcome is Outcome.FAILED and ending.index is None:
        yield f"{lookup.package}: failed at no index"


def main() -> int:
    """Run what the command line asks for."""
    options = _options()
    authority, different = Authority(), 0
    for number in range(options.runs):
        seed, release = options.seed + number, options.releases[number % len(options.releases)]
        run = options.way(DRAWS[options.client](seed), Client(options.client, release, False), authority)
        found = [*differences(run)]
        different += bool(found)
        for line in found:
            print(f"{seed} {release}: {line}", flush=True)
    print(f"{options.runs} runs of {len(options.releases)} releases, {different} that differ")
    return 1 if different else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("client", choices=DRAWS)
    parser.add_argument("runs", type=int, nargs="?", default=60, help="how many runs (default 60)")
    parser.add_argument("releases", nargs="*", help="default: one of each line")
    parser.add_argument("--trace", dest="way", action="store_const", const=traced, default=logged, help="as trace does")
    parser.add_argument("--seed", type=int, default=0, help="the first world's seed (default 0)")
    options = parser.parse_args()
    options.releases = options.releases or [*RELEASES[options.client]]
    return options


if __name__ == "__main__":
    sys.exit(main())
