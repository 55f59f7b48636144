"""Credentials with which a fix can be tried: those that the configuration holds, and those of a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from idxdoctor.config.edits import filled
from idxdoctor.config.surroundings import Surroundings
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.plan import Plan
from idxdoctor.model.trace import Trace
from idxdoctor.model.url import Origin
from idxdoctor.scenario.model import Scenario


def configured(plan: Plan, origin: Origin) -> Iterator[Credential]:
    """Return the complete credentials that were configured for an origin, in the order in which they are found."""
    known = [
        *(index.credential for index in (*plan.defined, *plan.pins.values())),
        *(entry.credential for entry in plan.netrc),
        *(entry.credential for entry in plan.stored),
    ]
    for credential in known:
        if credential is not None and credential.is_complete and credential.reach.covers(origin):
            yield credential


def not_refused(trace: Trace, origin: Origin, credentials: Iterable[Credential]) -> Iterator[Credential]:
    """Return the credentials without those that the origin answered 401: trying these again may lock an account."""
    refused = {
        exchange.request.credential
        for lookup in trace.lookups
        for exchange in lookup.exchanges
        if exchange.answer.status == 401 and exchange.request.url.origin == origin and not exchange.answer.withheld
    }
    return (credential for credential in credentials if credential not in refused)


def accounts_of(scenario: Scenario, origin: Origin) -> Iterator[Credential]:
    """Return what a scenario's server at an origin lets in."""
    for server in scenario.servers:
        if server.url.origin == origin:
            for username, password in server.accounts.items():
                yield Credential(username, password, Provenance(scenario.id), Reach(origin))


def filled_with(here: Surroundings, credential: Credential) -> Surroundings:
    """Return surroundings with these credentials where a fix left room for some."""
    password = credential.password.reveal() if credential.password is not None else ""
    return filled(here, credential.username or "", password)
