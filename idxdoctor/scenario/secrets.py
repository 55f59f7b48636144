"""Every secret that a scenario holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from idxdoctor.model.credential import ANYWHERE, Credential, Provenance, Reach
from idxdoctor.model.known_secrets import secrets_in_text, secrets_of_environment
from idxdoctor.scenario.model import Scenario


def secrets_of_scenarios(scenarios: Iterable[Scenario]) -> Iterator[Credential]:
    """Return those of several scenarios."""
    return chain.from_iterable(map(secrets_of_scenario, scenarios))


def secrets_of_scenario(scenario: Scenario) -> Iterator[Credential]:
    """Return the passwords of its servers' accounts, of its keyring, and of the URLs that it gives."""
    for server in scenario.servers:
        origin = server.url.origin
        for name, password in server.accounts.items():
            yield Credential(name, password, Provenance(f"an account of {origin}"), Reach(origin))
    for entry in scenario.given.keyring:
        yield Credential(entry.username, entry.password, Provenance("the scenario's keyring"), ANYWHERE)
    yield from secrets_of_environment(scenario.given.env)
    words = (word for words in scenario.given.args.values() for word in words)
    for text in (*words, *scenario.given.files.values()):
        yield from secrets_in_text(text, Provenance("a URL of the scenario"))
