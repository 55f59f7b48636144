"""A scenario as one Python script that starts its world on loopback and runs the real client against it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from idxdoctor.capture.run_uv import prepare
from idxdoctor.capture.sandbox import Sandbox, sandbox
from idxdoctor.clients.registry import model_of
from idxdoctor.model.errors import InputError, Place
from idxdoctor.scenario.loader import parse_scenario
from idxdoctor.scenario.model import Reply, Rule, Scenario, Server
from idxdoctor.scenario.surroundings import surroundings_of
from idxdoctor.scenario.write import scenario_text

_ROOT: Final = "{root}"
_BUILT_IN: Final = "default"


def standalone_script(scenario: Scenario) -> str:
    """Return the script, for uv. Every URL in it is plain http, which needs no certificate.

    Raises `InputError` where that can't show what happens.
    """
    plain = _with_plain_http(scenario)
    with sandbox(plain.given) as box:
        command = prepare(plain, box)
        world: dict[str, Any] = {
            "command": [_moved(word, box) for word in command],
            "env": _variables(plain, box),
            "files": dict(_files(box)),
            "keyring": [(one.service, one.username, one.password.reveal()) for one in plain.given.keyring],
            "servers": {str(server.url.origin): _server(server) for server in plain.servers},
        }
    template = (Path(__file__).parent / "standalone_script.py").read_text(encoding="utf-8")
    title = scenario.title.replace("\\", "").replace('"', "'")
    template = re.sub(" +# noqa.*", "", template).replace('"""TITLE', f'"""{title}', 1)
    return template.replace('r"""{}"""', f'r"""\n{json.dumps(world, indent=1)}\n"""', 1)


def _with_plain_http(scenario: Scenario) -> Scenario:
    text = scenario_text(scenario._replace(about="", sources=(), expect=()))
    drops = {rule.answer.drop for server in scenario.servers for rule in server.rules}
    if drops & {"tls", "proxy"} or ("http://" in text and "https://" in text):
        raise InputError(
            "a script without TLS can't show how a certificate or a proxy fails, or what http and https differ in",
            place=Place("--self-contained"),
            remedy="Leave it out; `idxdoctor verify` runs the real client in the scenario.",
        )
    return parse_scenario(text.replace("https://", "http://"), scenario.id)


def _variables(scenario: Scenario, box: Sandbox) -> dict[str, str]:
    """Return the scenario's variables, with PyPI by plain http where it is the default that nobody configured."""
    env = {name: _moved(box.placed(value), box) for name, value in scenario.given.env.items()}
    plan = model_of("uv").read_plan(surroundings_of(scenario, "uv"))
    if any(index.provenance.label == _BUILT_IN for index in plan.defined):
        env["UV_DEFAULT_INDEX"] = "http://pypi.org/simple"
    etc = f"{_ROOT}/system/etc"
    return {"XDG_CONFIG_DIRS": f"{etc}/xdg:{etc}"} | env


def _moved(text: str, box: Sandbox) -> str:
    return text.replace(str(box.root), _ROOT)


def _files(box: Sandbox) -> Iterator[tuple[str, str]]:
    for path in sorted(box.root.rglob("*")):
        if path.is_file():
            yield path.relative_to(box.root).as_posix(), path.read_text(encoding="utf-8")


def _server(server: Server) -> dict[str, Any]:
    accounts = {name: password.reveal() for name, password in server.accounts.items()}
    return {"accounts": accounts, "rules": [_rule(rule) for rule in server.rules]}


def _rule(rule: Rule) -> dict[str, Any]:
    return _said({"path": rule.path, "as": rule.who, "times": rule.times, "answer": _answer(rule.answer)})


def _answer(reply: Reply) -> dict[str, Any]:
    return _said(
        {
            **reply._asdict(),
            "headers": dict(reply.headers) or None,
            "json": reply.json or None,
            "files": reply.files and reply.files.reveal(),
            "drop": "timeout" if reply.delay > 0 else reply.drop,
            "delay": None,
        }
    )


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
