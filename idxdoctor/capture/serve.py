"""A scenario's world, served on this machine for any client that somebody runs by hand."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import Final, NamedTuple

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.answering.connection import LOOPBACK
from idxdoctor.capture.answering.desk import Desk
from idxdoctor.capture.answering.plain import serving_plainly
from idxdoctor.capture.answering.proxy import Proxy
from idxdoctor.capture.answering.seen import Seen, SeenKeyring
from idxdoctor.capture.running.keyring import answers, calls_in, install_keyring, keyring_of_poetry
from idxdoctor.capture.running.run_uv import prepare
from idxdoctor.capture.running.sandbox import CERTIFICATE_VARIABLES, PROXY_VARIABLES, Sandbox, sandbox
from idxdoctor.capture.running.settings import IN_OTHER_TERMS, PROJECT_FILE, Settings, with_default_index
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


@contextmanager
def served_plainly(scenario: Scenario, port: int, tell: Callable[[Seen], None]) -> Iterator[Served]:
    """Serve as plain HTTP within the context; arguments and errors are those of `serving_plainly`."""
    with serving_plainly(with_default_index(scenario), port, tell) as plain, sandbox(plain.scenario.given) as box:
        direct = {"NO_PROXY": LOOPBACK, "no_proxy": LOOPBACK}
        yield _served(plain.scenario, box, plain.places, direct)


@contextmanager
def served_by_proxy(scenario: Scenario, port: int, tell: Callable[[Seen], None]) -> Iterator[Served]:
    """Serve behind a forward proxy within the context, under the scenario's own host names.

    Raises `InputError` where the port can't be had, or the library that makes certificates is not installed.
    """
    authority = Authority()
    with sandbox(scenario.given) as box, Proxy(Desk(scenario, inf, tell), authority, port) as proxy:
        authority.write_certificate(box.certificate)
        proxies = {name: proxy.url for variable in PROXY_VARIABLES for name in (variable, variable.lower())}
        trust = dict.fromkeys((*CERTIFICATE_VARIABLES, "CURL_CA_BUNDLE"), str(box.certificate))
        yield _served(scenario, box, {}, {**proxies, "NO_PROXY": "", "no_proxy": "", **trust})


def _served(scenario: Scenario, box: Sandbox, places: Mapping[Origin, Origin], network: Mapping[str, str]) -> Served:
    arguments = shlex.join(prepare(scenario, box))
    others = (told for tell in IN_OTHER_TERMS if (told := tell(scenario)) is not None)
    settings = (Settings("uv", {}, None, f"uv {arguments}"), *others)
    for one in settings:
        if one.project is not None:
            (box.root / one.client).mkdir()
            (box.root / one.client / PROJECT_FILE).write_text(one.project, encoding="utf-8")
    install_keyring(box.programs, scenario.given.keyring, box.keyring_log)
    surroundings = {
        "HOME": str(box.home),
        "PATH": f"{box.programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "UV_NO_CACHE": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "PIP_NO_CACHE_DIR": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PDM_CHECK_UPDATE": "false",
        **keyring_of_poetry(box.modules, scenario.given.keyring, box.keyring_log),
        **network,
    }
    if any(name.startswith("/") for name in scenario.given.files):
        etc = box.system / "etc"
        surroundings["XDG_CONFIG_DIRS"] = f"{etc / 'xdg'}:{etc}"
    given = {name: box.placed(value) for name, value in scenario.given.env.items()}
    return Served(scenario, box, places, surroundings, given, settings)


def _is_of_clients(name: str) -> bool:
    return name.startswith(_OF_CLIENTS) or name in _OF_PROXIES
