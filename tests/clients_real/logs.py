"""What a real release logs in a scenario's world, beside what the proxy saw of it, and how the two differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from idxdoctor.capture import run_uv
from idxdoctor.capture.authority import Authority
from idxdoctor.capture.binaries import program_of
from idxdoctor.capture.desk import Desk
from idxdoctor.capture.interpreters import learn, lend
from idxdoctor.capture.keyring import calls_in, install_keyring
from idxdoctor.capture.logs.read import traces_in
from idxdoctor.capture.process import run_limited
from idxdoctor.capture.proxy import Proxy
from idxdoctor.capture.sandbox import sandbox
from idxdoctor.capture.seen import CONNECT, Seen, SeenKeyring
from idxdoctor.clients.registry import client_of, model_of
from idxdoctor.clients.uv.behaviours import behaviours_of
from idxdoctor.diagnosis.replay import replayed
from idxdoctor.model.exchange import Exchange, Gap, Witness
from idxdoctor.model.secret import MASK
from idxdoctor.model.trace import Lookup, Outcome, Trace
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.surroundings import surroundings_of

LIMIT: Final = 90.0


class Logged(NamedTuple):
    """A real run: what the release printed, explained, and what was seen of it."""

    scenario: Scenario
    version: str
    trace: Trace
    seen: tuple[Seen, ...]
    keyring: tuple[SeenKeyring, ...]


def logged(scenario: Scenario, version: str, authority: Authority, verbosity: str = "-vv") -> Logged:
    """Run uv at a version in the scenario's world, and read its log."""
    program = program_of(client_of(f"uv=={version}"))
    desk = Desk(scenario, model_of("uv").read_plan(surroundings_of(scenario, "uv")).timeout)
    with sandbox(scenario.given) as box, Proxy(desk, authority) as proxy:
        authority.write_certificate(box.certificate)
        install_keyring(box.programs, scenario.given.keyring, box.keyring_log)
        arguments = [*run_uv.prepare(scenario, box), verbosity]
        lend(program, box.cache)
        env = box.environment(run_uv.variables(scenario, box), proxy.url)
        done = run_limited([str(program), *arguments], env, box.project, LIMIT)
        learn(program, box.cache)
        calls = calls_in(box.keyring_log)
    (trace,) = traces_in(done.stderr.split("\n"), scenario.id)
    return Logged(scenario, version, trace, (*desk.exchanges, *desk.files), calls)


def differences(run: Logged) -> Iterator[str]:
    """Say what the log, explained, tells otherwise than the proxy: of exchanges, keyring calls, the ends."""
    told: defaultdict[str, list[Exchange]] = defaultdict(list)
    for lookup in run.trace.lookups:
        for exchange in (*lookup.exchanges, *lookup.files):
            told[exchange.request.url.reveal()].append(exchange)
    seen: defaultdict[str, list[Seen]] = defaultdict(list)
    for one in run.seen:
        if one.method != CONNECT:
            seen[one.url.reveal()].append(one)
    hidden = set() if behaviours_of(run.version).follows_redirects_itself else set(_targets(run.seen))
    for url in dict.fromkeys((*told, *seen)):
        yield from _at_url(url, told[url], seen[url], hidden)
    if _calls(run) != sorted((call.service, call.username or "") for call in run.keyring):
        yield f"the keyring was asked {[*run.keyring]}"
    yield from _ends(run)


def _at_url(url: str, told: list[Exchange], seen: list[Seen], hidden: set[str]) -> Iterator[str]:
    """Compare the exchanges with one URL, in their order."""
    sure = [one for one in told if not _may_be_unsent(one)]
    if len(sure) > len(seen):
        yield f"{url}: invented, {len(told)} told and {len(seen)} seen"
    if len(told) < len(seen) and url not in hidden:
        yield f"{url}: missed, {len(told)} told and {len(seen)} seen"
    for exchange, one in zip(told, seen, strict=False):
        behind_redirect = exchange.evidence is Witness.INFERRED and one.redirect is not None
        if Gap.STATUS not in exchange.gaps and not behind_redirect and exchange.answer.status != one.answer.status:
            yield f"{url}: {exchange.answer.status} told, {one.answer.status} seen"
        if exchange.evidence is Witness.SEEN and Gap.WHO not in exchange.gaps and not _same_name(exchange, one):
            yield f"{url}: another user"


def _may_be_unsent(exchange: Exchange) -> bool:
    """A request that was announced when the run ended; or one whose connection failed."""
    announced = exchange.evidence is Witness.INFERRED and Gap.STATUS in exchange.gaps
    return announced or exchange.answer.failure is not None


def _same_name(exchange: Exchange, seen: Seen) -> bool:
    told = exchange.request.credential
    if told is None or seen.credential is None:
        return told is None and seen.credential is None
    return told.username == MASK or (told.username or "") == (seen.credential.username or "")


def _targets(seen: Iterable[Seen]) -> Iterator[str]:
    return (one.redirect.reveal() for one in seen if one.redirect is not None)


def _calls(run: Logged) -> list[tuple[str, str]]:
    calls = (call.request for lookup in run.trace.lookups for call in lookup.keyring)
    return sorted((call.service, call.username or "") for call in calls)


def _ends(run: Logged) -> Iterator[str]:
    """Compare how the searches ended with the verified model's; what another's failure broke off has no end."""
    modelled = {
        lookup.package: lookup for lookup in replayed(run.scenario, client_of(f"uv=={run.version}")).trace.lookups
    }
    broken = any(lookup.ending.outcome is Outcome.FAILED for lookup in modelled.values())
    for lookup in run.trace.lookups:
        model = modelled.get(lookup.package)
        if model is None or (broken and lookup.ending.outcome is Outcome.UNKNOWN):
            continue
        if _end(lookup) != _end(model):
            yield f"{lookup.package}: the end told is {_end(lookup)}, and was {_end(model)}"


def _end(lookup: Lookup) -> tuple[Outcome, str | None]:
    """Return how a search ended, and at which index."""
    ending = lookup.ending
    return ending.outcome, None if ending.index is None else ending.indexes[ending.index].url.bare().reveal().rstrip(
        "/"
    )
