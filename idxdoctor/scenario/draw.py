"""Draws random worlds for uv, in which its model and real releases can be held against each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from idxdoctor.scenario.drawing.dice import Dice
from idxdoctor.scenario.drawing.indexes import (
    DEFAULT,
    EXTRA,
    EXTRA_SETTING,
    INDEX,
    INDEX_URL,
    TABLE,
    USER_TABLE,
    DrawnIndex,
    draw_indexes,
)
from idxdoctor.scenario.drawing.secrets import draw_keyring, draw_netrc, draw_variables
from idxdoctor.scenario.drawing.servers import draw_servers
from idxdoctor.scenario.model import Given, Scenario, Server

_PACKAGES: Final = ("apple-pie", "banana", "cherry")
_USER_FILE: Final = "~/.config/uv/uv.toml"
_STRATEGIES: Final = {"first-index": 8, "unsafe-first-match": 1, "unsafe-best-match": 1}


def draw(seed: int) -> Scenario:
    """Return the world of that seed: the same one for the same number, in every run and on every machine."""
    dice = Dice(seed)
    packages = dice.some(_PACKAGES, dice.weighted({1: 6, 2: 2, 3: 1}))
    command = dice.pick(("pip compile", "lock"))
    indexes = draw_indexes(dice, project_command=command == "lock")
    env, args = _options(dice, indexes)
    env |= draw_variables(dice, indexes)
    pinnable = packages if command == "lock" else ()
    files = draw_netrc(dice, indexes, env) | _files(dice, indexes, pinnable, no_index="--no-index" in args)
    keyring = draw_keyring(dice, indexes, packages) if _switch_keyring_on(dice, env, args) else ()
    servers = draw_servers(dice, indexes, packages)
    _take_certificates(dice, servers, env, args)
    given = Given(tuple(packages), env, {"uv": command}, {"uv": tuple(args)}, files, keyring)
    return Scenario(f"random-{seed}", f"Random world {seed}", given, servers)


def _options(dice: Dice, indexes: Sequence[DrawnIndex]) -> tuple[dict[str, str], list[str]]:
    """Return variables and arguments that configure the indexes whose place is an option, and other settings."""
    env: dict[str, str] = {}
    args: list[str] = []
    for option in (INDEX, DEFAULT, EXTRA, INDEX_URL):
        values = [_option_value(index) for index in indexes if index.place == option]
        if option in {DEFAULT, INDEX_URL}:
            values = values[:1]
        if values and dice.chance(0.6):
            env[f"UV_{option.upper().replace('-', '_')}"] = " ".join(values)
        else:
            args += [part for value in values for part in (f"--{option}", value)]
    strategy = dice.weighted(_STRATEGIES)
    if strategy != "first-index":
        args += ["--index-strategy", strategy]
    if dice.chance(0.02):
        args.append("--no-index")
    if dice.chance(0.05):
        env["UV_HTTP_RETRIES"] = dice.pick(("0", "1", "2"))
    if dice.chance(0.03):
        env["DEPENDABOT"] = "true"
    return env, args


def _option_value(index: DrawnIndex) -> str:
    return f"{index.name}={index.url}" if index.name else index.url


def _switch_keyring_on(dice: Dice, env: dict[str, str], args: list[str]) -> bool:
    how = dice.weighted({"off": 6, "variable": 2, "argument": 1})
    if how == "variable":
        env["UV_KEYRING_PROVIDER"] = "subprocess"
    if how == "argument":
        args += ["--keyring-provider", "subprocess"]
    return how != "off"


def _take_certificates(dice: Dice, servers: Sequence[Server], env: dict[str, str], args: list[str]) -> None:
    """Let a host whose certificate nobody trusts be one that uv does not verify, more or less well spelled."""
    for server in servers:
        if server.rules and server.rules[0].answer.drop == "tls" and dice.chance(0.6):
            host, netloc = server.url.host, server.url.origin.netloc
            spelled = dice.pick((host, host, netloc, f"https://{host}", f"{host}:443", host.upper(), "*"))
            if dice.chance(0.5):
                env["UV_INSECURE_HOST"] = f"{spelled} other.example"
            else:
                args += [dice.pick(("--allow-insecure-host", "--trusted-host")), spelled]


def _files(dice: Dice, indexes: Sequence[DrawnIndex], pinnable: Sequence[str], *, no_index: bool) -> dict[str, str]:
    """Return the project's configuration, in `pyproject.toml` or `uv.toml`, and the user's.

    With `--no-index`, sources can't name an index of the command line.
    """
    in_pyproject = dice.chance(0.7)
    settings = _settings(indexes, TABLE, "tool.uv." if in_pyproject else "")
    extra = [index.url for index in indexes if index.place == EXTRA_SETTING]
    if extra:
        header = "[tool.uv]\n" if in_pyproject else ""
        settings = f"{header}extra-index-url = {json.dumps(extra)}\n\n{settings}"
    pinning = ({TABLE} if in_pyproject else set()) | (set() if no_index else {INDEX})
    names = [index.name for index in indexes if index.name and index.place in pinning]
    project = (settings if in_pyproject else "") + _sources(dice, names, pinnable)
    files = {
        "pyproject.toml": project,
        "uv.toml": "" if in_pyproject else settings,
        _USER_FILE: _settings(indexes, USER_TABLE, ""),
    }
    return {name: text for name, text in files.items() if text}


def _settings(indexes: Sequence[DrawnIndex], place: str, prefix: str) -> str:
    return "\n".join(_table(index, prefix) for index in indexes if index.place == place)


def _table(index: DrawnIndex, prefix: str) -> str:
    values: dict[str, Any] = {"name": index.name, "url": index.url} | index.options
    lines = [f"{key} = {json.dumps(value)}" for key, value in values.items() if value is not None]
    return "\n".join((f"[[{prefix}index]]", *lines, ""))


def _sources(dice: Dice, names: Sequence[str], packages: Sequence[str]) -> str:
    """Return a table that pins packages to indexes of those names, or nothing."""
    if not names:
        return ""
    pins = [f'{package} = {{ index = "{dice.pick(names)}" }}' for package in packages if dice.chance(0.35)]
    return "\n".join(("", "[tool.uv.sources]", *pins, "")) if pins else ""
