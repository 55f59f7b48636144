"""A scenario's world as it is served on this machine: where its hosts are, its files, and what clients must know."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.capture.answering.seen import SeenKeyring
from idxdoctor.capture.running.keyring import answers, calls_in
from idxdoctor.capture.running.sandbox import PROXY_VARIABLES, Sandbox
from idxdoctor.capture.running.settings import Settings
from idxdoctor.model.url import Origin, Url
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.moved import moved_service, moved_url

_OF_CLIENTS: Final = ("UV_", "PIP_", "POETRY_", "PDM_", "XDG_", "SSL_CERT", "REQUESTS_CA", "CURL_CA", "NETRC")
_OF_PROXIES: Final = frozenset({*PROXY_VARIABLES, "NO_PROXY"})


class Served(NamedTuple):
    """What is served: the scenario as clients meet it, its files in folders, and how each client is told.

    `places` says where each origin of the scenario is on this machine; behind a proxy all keep their names and it is
    empty. `surroundings` are the variables that all clients need, `given` those of the scenario.
    """

    scenario: Scenario
    box: Sandbox
    places: Mapping[Origin, Origin]
    surroundings: Mapping[str, str]
    given: Mapping[str, str]
    settings: tuple[Settings, ...]

    def named(self, url: Url) -> Url:
        """Return a URL under the scenario's own names."""
        return moved_url(url, {place: origin for origin, place in self.places.items()})

    def keyring_calls(self) -> tuple[SeenKeyring, ...]:
        """Return the calls of the keyring up to now, in order."""
        return calls_in(self.box.keyring_log)

    def has(self, call: SeenKeyring) -> bool:
        """Say whether the keyring has what a call asks for."""
        return answers(self.scenario.given.keyring, call)

    def named_service(self, service: str) -> str:
        """Return the service of a keyring call under the scenario's own names."""
        return moved_service(service, {place: origin for origin, place in self.places.items()})

    def folder(self, settings: Settings) -> Path:
        """Return the folder in which a client's command is run."""
        return self.box.project if settings.project is None else self.box.root / settings.client

    def environment(self) -> dict[str, str]:
        """Return this process's environment with the world's in the place of what clients know of another."""
        kept = {name: value for name, value in os.environ.items() if not _is_of_clients(name.upper())}
        own = {name: value for settings in self.settings for name, value in settings.variables.items()}
        return kept | own | dict(self.given) | dict(self.surroundings)

    def folder_of(self, program: str) -> Path:
        """Return the folder in which a program is run: its client's, or else the project's."""
        return next((self.folder(one) for one in self.settings if one.client == Path(program).name), self.box.project)


def _is_of_clients(name: str) -> bool:
    return name.startswith(_OF_CLIENTS) or name in _OF_PROXIES
