"""A scenario's world, served on this machine for any client that somebody runs by hand."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import inf

from idxdoctor.capture.answering.authority import Authority
from idxdoctor.capture.answering.connection import LOOPBACK
from idxdoctor.capture.answering.desk import Desk
from idxdoctor.capture.answering.plain import serving_plainly
from idxdoctor.capture.answering.proxy import Proxy
from idxdoctor.capture.answering.seen import Seen
from idxdoctor.capture.running.keyring import install_keyring, keyring_of_poetry
from idxdoctor.capture.running.run_uv import prepare
from idxdoctor.capture.running.sandbox import CERTIFICATE_VARIABLES, PROXY_VARIABLES, Sandbox, sandbox
from idxdoctor.capture.running.settings import IN_OTHER_TERMS, PROJECT_FILE, Settings, with_default_index
from idxdoctor.capture.served import Served
from idxdoctor.model.url import Origin
from idxdoctor.scenario.model import Scenario


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
