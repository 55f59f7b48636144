"""A scenario as one Python script that starts its world on loopback and runs the real client against it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from idxdoctor.capture.running.run_uv import prepare
from idxdoctor.capture.running.sandbox import Sandbox, sandbox
from idxdoctor.clients.registry import model_of
from idxdoctor.model.errors import InputError, Place
from idxdoctor.scenario.loader import parse_scenario
from idxdoctor.scenario.model import NOBODY, Reply, Rule, Scenario, Server
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
    template = re.sub(" +# noqa.*", "", template).replace('"""TITLE', f'"""{_quoted(scenario.title)}', 1)
    template = template.replace("    EXPECTED\n", "".join(f"    {_quoted(line)}\n" for line in _expected(scenario)), 1)
    return template.replace('r"""{}"""', f'r"""\n{_laid_out(world)}\n"""', 1)


def _quoted(text: str) -> str:
    """Return a text that can stand in a docstring."""
    return text.replace("\\", "").replace('"', "'")


def _expected(scenario: Scenario) -> Iterator[str]:
    """Return what is to be seen, for each release and package of which the scenario says it."""
    for expectation in scenario.expect:
        releases = ", ".join(f"{clients.name} {clients.versions}".strip() for clients in expectation.clients)
        about = f"{releases}, {expectation.package}" if expectation.package else releases
        status = f" with status {expectation.status}" if expectation.status else ""
        yield f"{about}: {expectation.ends}{status}"
        for one in expectation.exchanges or ():
            url = _with_http(one.get.reveal())
            yield f"  GET {url}  {one.who or NOBODY}  {one.status or 'no answer'}"


def _laid_out(world: dict[str, Any]) -> str:
    """Return the world as JSON, each file, variable and rule on a line of its own."""
    return "{\n" + ",\n".join(f" {json.dumps(key)}: {_value(value)}" for key, value in world.items()) + "\n}"


def _value(value: Any) -> str:  # noqa: ANN401 - whatever JSON has
    if value and isinstance(value, dict):
        lines = (f"  {json.dumps(key)}: {_entry(inner)}" for key, inner in value.items())
        return "{\n" + ",\n".join(lines) + "\n }"
    return json.dumps(value)


def _entry(value: Any) -> str:  # noqa: ANN401 - whatever JSON has
    if not isinstance(value, dict):
        return json.dumps(value)
    rules = ",\n".join(f"   {json.dumps(rule)}" for rule in value["rules"])
    return f'{{"accounts": {json.dumps(value["accounts"])}, "rules": [\n{rules}\n  ]}}'


def _with_plain_http(scenario: Scenario) -> Scenario:
    text = scenario_text(scenario._replace(about="", sources=(), expect=()))
    drops = {rule.answer.drop for server in scenario.servers for rule in server.rules}
    differs = ("http://" in text and "https://" in text) or "HF_TOKEN" in scenario.given.env
    if drops & {"tls", "proxy"} or differs:
        raise InputError(
            "a script without TLS can't show how a certificate or a proxy fails, or what http and https differ in",
            place=Place("--self-contained"),
            remedy="Leave it out; `idxdoctor verify` runs the real client in the scenario.",
        )
    return parse_scenario(_with_http(text), scenario.id)


def _with_http(text: str) -> str:
    return text.replace("https://", "http://")


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
