"""A log kept as a scenario that anybody can replay, held against the log before anybody gets it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from time import time
from typing import Final, NamedTuple

from idxdoctor.clients.registry import client_names, client_of, is_modelled, model_of, model_version
from idxdoctor.diagnosis.diagnose import diagnose
from idxdoctor.diagnosis.records.comments import commented
from idxdoctor.diagnosis.records.log_likeness import difference_from_log
from idxdoctor.diagnosis.records.record import Record
from idxdoctor.model.errors import InputError
from idxdoctor.model.plan import Strategy
from idxdoctor.model.trace import PYTHON, Client, Lookup, Outcome, Trace
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.recording.given import given_of
from idxdoctor.scenario.recording.leaks import holds_secret, real_secrets
from idxdoctor.scenario.recording.record import names_for, with_expectations
from idxdoctor.scenario.recording.servers import servers_of
from idxdoctor.scenario.recording.told import assumed, may_be_unsent, told_by
from idxdoctor.scenario.recording.told_given import Choices, has_pins, surroundings_of_log
from idxdoctor.transport.replay import replay

_RETRIES: Final = (None, 0, 1, 2)


class _Way(NamedTuple):
    """One way to fill in what a log leaves open."""

    choices: Choices
    lists_nothing: bool
    with_unsent: bool
    one_each: bool


class _Made(NamedTuple):
    """What one way came to: the scenario, the log's trace completed for it, and where its replay differs first."""

    scenario: Scenario
    trace: Trace
    difference: str | None


def record_log(trace: Trace, id_: str, *, keep_names: bool = False) -> Record:
    """Return the run of a log as a scenario in which the same happens.

    What the log leaves open is chosen so that the model of the same release does what the log shows. Secrets are made
    up in any case, hosts and names unless they are to be kept. Raises `InputError` for a client without a model, where
    the log shows no request, and where a secret would stand in the scenario all the same.
    """
    if not is_modelled(trace.client.name):
        raise InputError(
            f"no scenario can be made of a log of {trace.client.name}: without a model it can't be replayed",
            remedy=f"Clients with a model: {', '.join(client_names())}.",
        )
    trace = trace._replace(lookups=tuple(lookup for lookup in trace.lookups if lookup.package != PYTHON))
    client = client_of(f"{trace.client.name}=={model_version(trace.client)}")
    if not trace.plan.no_index and not any(lookup.ending.indexes for lookup in trace.lookups):
        raise InputError(
            "the log shows no index, so that no scenario can be made of it",
            remedy="Run the client once more with -vv, for uv with --no-cache too.",
        )
    made = _like_the_log(trace, client, id_, keep_names=keep_names)
    scenario = _finished(made.scenario, client)
    text = commented(scenario, _made_of(trace), client, keep_names=keep_names)
    if holds_secret(text, (trace, made.trace)):
        raise InputError("a secret would stand in the scenario: nothing was written", remedy="Please report this.")
    return Record(scenario, text, made.difference, tuple(real_secrets((trace, made.trace))))


def _like_the_log(trace: Trace, client: Client, id_: str, *, keep_names: bool) -> _Made:
    """Return the first way in which the replay does what the log shows, or the plainest where there is none."""
    plainest: _Made | None = None
    for way in _ways(trace):
        made = _made(trace, client, way, id_, keep_names=keep_names)
        if made.difference is None:
            return made
        plainest = plainest or made
    if plainest is None:
        raise AssertionError("there is always a way")
    return plainest


def _ways(trace: Trace) -> Iterator[_Way]:
    """Return the ways to fill in what is open, the plainest first."""
    exchanges = [exchange for lookup in trace.lookups for exchange in lookup.exchanges]
    in_order = trace.plan.strategy is Strategy.FIRST_INDEX
    found = [lookup for lookup in trace.lookups if lookup.ending.outcome is Outcome.FOUND]
    failed = any(one.answer.status in {None, 408, 429} or one.answer.status >= 500 for one in exchanges)
    for retries, strategy, project, lists_nothing, with_unsent, one_each in product(
        _RETRIES if failed else (None,),
        (Strategy.FIRST_INDEX,) if in_order else (Strategy.UNSAFE_BEST_MATCH, Strategy.UNSAFE_FIRST_MATCH),
        (True,) if has_pins(trace.lookups) else (False, True),
        (False, True) if any(not lookup.files for lookup in found) else (False,),
        (True, False) if any(map(may_be_unsent, exchanges)) else (True,),
        (True, False),
    ):
        yield _Way(Choices(project, strategy, retries, trace.plan.no_index), lists_nothing, with_unsent, one_each)


def _made(trace: Trace, client: Client, way: _Way, id_: str, *, keep_names: bool) -> _Made:
    lookups = told_by(
        trace.lookups, lists_nothing=way.lists_nothing, with_unsent=way.with_unsent, one_each=way.one_each
    )
    here = surroundings_of_log(lookups, way.choices)
    completed = trace._replace(lookups=lookups, plan=model_of(client.name).read_plan(here))
    names = names_for((completed,), keep_names=keep_names, now=time())
    asked = [_without_free_files(lookup) for lookup in lookups]
    scenario = Scenario(id_, "", given_of(here, completed, names), servers_of(asked, names))
    return _Made(scenario, completed, difference_from_log(scenario, client, lookups, names))


def _without_free_files(lookup: Lookup) -> Lookup:
    """Leave out the files that were never refused: what a page lists is there for anybody."""
    refused = {one.request.url for one in lookup.files if (one.answer.status or 400) >= 400}
    return lookup._replace(files=tuple(one for one in lookup.files if one.request.url in refused))


def _finished(scenario: Scenario, client: Client) -> Scenario:
    """Return the scenario with what its replay says of itself."""
    try:
        replayed = replay(scenario, client)
    except InputError:
        return scenario._replace(title=f"{client}: what the log shows can't be replayed")
    return with_expectations(scenario, replayed, [[one.code for one in found] for found in diagnose(replayed)])


def _made_of(trace: Trace) -> str:
    """Say what the scenario was made of, and what is assumed in it."""
    lines = ["Not in the log, and assumed here:", *(f"- {sentence}" for sentence in assumed(trace))]
    return "\n".join((f"Made of a log of {trace.client}", *lines))
