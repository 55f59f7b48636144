"""Draws random worlds for pdm, in which its log can be held against what it does."""

from __future__ import annotations

import json
from typing import Any, Final

from idxdoctor.scenario.drawing.dice import Dice
from idxdoctor.scenario.drawing.indexes import ACCOUNTS, DrawnIndex, draw_indexes
from idxdoctor.scenario.drawing.secrets import draw_keyring, draw_netrc
from idxdoctor.scenario.drawing.servers import draw_servers
from idxdoctor.scenario.model import Given, Scenario

_PACKAGES: Final = ("apple-pie", "banana", "cherry")
_CONFIGURATION: Final = "~/.config/pdm/config.toml"
_IN_URL, _BESIDE, _IN_CONFIGURATION = "url", "beside", "configuration"


def draw_pdm(seed: int) -> Scenario:
    """Return the world of that seed: the same one for the same number, in every run and on every machine."""
    dice = Dice(seed)
    packages = dice.some(_PACKAGES, dice.weighted({1: 5, 2: 3, 3: 1}))
    indexes = draw_indexes(dice, project_command=False)
    env = {"PDM_IGNORE_STORED_INDEX": "true"} if dice.chance(0.7) else {}
    sources: list[dict[str, Any]] = []
    stored: list[str] = []
    for number, index in enumerate(indexes):
        name = f"{dice.pick(('corp', 'my-feed', 'team'))}{number}"
        trusted = index.origin.startswith("https:") or dice.chance(0.1)
        source: dict[str, Any] = {"name": name, "url": index.url, "verify_ssl": trusted}
        _give(dice, index, source, stored)
        sources.append(source)
    files = draw_netrc(dice, indexes, env) | {"pyproject.toml": "\n".join(map(_table, sources))}
    if stored:
        files[_CONFIGURATION] = "\n".join(stored)
    keyring = draw_keyring(dice, indexes, packages) if dice.chance(0.3) else ()
    given = Given(tuple(packages), env, {"pdm": "lock"}, {}, files, keyring)
    return Scenario(f"random-pdm-{seed}", f"Random world {seed} for pdm", given, draw_servers(dice, indexes, packages))


def _give(dice: Dice, index: DrawnIndex, source: dict[str, Any], stored: list[str]) -> None:
    """Put the credentials of a source where they may stand: in its URL, beside it, in the user's configuration."""
    place = dice.weighted({_IN_URL: 6, _BESIDE: 2, _IN_CONFIGURATION: 2})
    if place == _IN_URL:
        return
    index.userinfo = ""
    source["url"] = index.url
    password = dice.weighted({ACCOUNTS[index.account]: 4, "wrong": 1})
    if place == _BESIDE:
        source |= {"username": index.account, "password": password}
    else:
        values = {"url": index.url, "username": index.account, "password": password}
        lines = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
        stored.append("\n".join((f"[pypi.{source['name']}]", *lines, "")))


def _table(source: dict[str, Any]) -> str:
    lines = [f"{key} = {json.dumps(value)}" for key, value in source.items()]
    return "\n".join(("[[tool.pdm.source]]", *lines, ""))
