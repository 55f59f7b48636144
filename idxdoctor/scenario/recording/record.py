"""A check made into a scenario: what was given, what was answered, what came of it, all under made-up names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.trace import Client, Lookup, Outcome, Trace
from idxdoctor.model.versions import version_range
from idxdoctor.scenario.model import Clients, Expectation, ExpectedExchange, Scenario
from idxdoctor.scenario.recording.given import given_of
from idxdoctor.scenario.recording.pseudonyms import Pseudonyms
from idxdoctor.scenario.recording.servers import servers_of

_PYPI: Final = "pypi.org"


def names_for(traces: Sequence[Trace], *, keep_names: bool, now: float) -> Pseudonyms:
    """Return the names for traces: projects that PyPI has are known to everybody."""
    lookups = [lookup for trace in traces for lookup in trace.lookups]
    public = [lookup.package for lookup in lookups if _is_on_pypi(lookup)]
    names = Pseudonyms([lookup.package for lookup in lookups], public, keep_names=keep_names, now=now)
    for index in traces[0].plan.defined:
        names.url(index.url)
    return names


def _is_on_pypi(lookup: Lookup) -> bool:
    return any(
        exchange.request.url.host == _PYPI and exchange.answer.status == 200 and exchange.answer.body
        for exchange in lookup.exchanges
    )


def scenario_of(trace: Trace, tried: Sequence[Trace], here: Surroundings, names: Pseudonyms, id_: str) -> Scenario:
    """Return the scenario in which the same happens, without expectations; `tried` are further traces of its world."""
    lookups = [lookup for one in (trace, *tried) for lookup in one.lookups]
    return Scenario(id_, "", given_of(here, trace, names), servers_of(lookups, names))


def with_expectations(scenario: Scenario, trace: Trace, codes: Sequence[Iterable[str]]) -> Scenario:
    """Return the scenario with its title, and with what the replay `trace` of it says as what the client must do."""
    expected = [
        _expectation(trace.client, lookup, found, several=len(trace.lookups) > 1)
        for lookup, found in zip(trace.lookups, codes, strict=True)
        if not lookup.package.startswith("-")
    ]
    return scenario._replace(title=_title(trace), expect=tuple(expected))


def _expectation(client: Client, lookup: Lookup, codes: Iterable[str], *, several: bool) -> Expectation:
    ending = lookup.ending
    return Expectation(
        (Clients(client.name, version_range(f"=={client.version}")),),
        ending.outcome.value,
        package=lookup.package if several else None,
        at=None if ending.index is None else ending.indexes[ending.index].url.bare(),
        status=ending.status,
        exchanges=tuple(
            ExpectedExchange(one.request.url, one.answer.account, one.answer.status) for one in lookup.exchanges
        ),
        findings=tuple(dict.fromkeys(codes)),
    )


def _title(trace: Trace) -> str:
    worst = next((one for one in trace.lookups if one.ending.outcome is not Outcome.FOUND), trace.lookups[0])
    ending = worst.ending
    at = "" if ending.index is None else f" at {ending.indexes[ending.index].url.bare()}"
    status = "" if ending.status is None else f" with status {ending.status}"
    return f"{trace.client}: {worst.package} {ending.outcome.value.replace('-', ' ')}{at}{status}"
