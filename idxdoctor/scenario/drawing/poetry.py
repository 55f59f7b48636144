"""Draws random worlds for poetry, in which its log can be held against what it does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from idxdoctor.model.secret import Secret
from idxdoctor.scenario.drawing.dice import Dice
from idxdoctor.scenario.drawing.indexes import ACCOUNTS, DrawnIndex, draw_indexes
from idxdoctor.scenario.drawing.secrets import draw_netrc
from idxdoctor.scenario.drawing.servers import draw_servers
from idxdoctor.scenario.model import Given, KeyringEntry, Scenario

_PACKAGES: Final = ("apple-pie", "banana", "cherry")
_PRIORITIES: Final = {"primary": 6, "supplemental": 3, "explicit": 1}
_HEAD: Final = """\
[tool.poetry]
name = "sandbox"
version = "0"
description = ""
authors = []
package-mode = false

[tool.poetry.dependencies]
python = ">=3.11"
"""


def draw_poetry(seed: int) -> Scenario:
    """Return the world of that seed: the same one for the same number, in every run and on every machine."""
    dice = Dice(seed)
    packages = dice.some(_PACKAGES, dice.weighted({1: 5, 2: 3, 3: 1}))
    indexes = draw_indexes(dice, project_command=False)
    names = [f"{dice.pick(('corp', 'my-feed', 'team'))}{number}" for number, _ in enumerate(indexes)]
    env = _variables(dice, indexes, names)
    files = draw_netrc(dice, indexes, env) | {"pyproject.toml": _project(dice, packages, indexes, names)}
    keyring = tuple(_keyring(dice, indexes, names)) if dice.chance(0.3) else ()
    given = Given(tuple(packages), env, {"poetry": "lock"}, {}, files, keyring)
    title = f"Random world {seed} for poetry"
    return Scenario(f"random-poetry-{seed}", title, given, draw_servers(dice, indexes, packages))


def _variables(dice: Dice, indexes: Sequence[DrawnIndex], names: Sequence[str]) -> dict[str, str]:
    """Return POETRY_HTTP_BASIC_<NAME>_USERNAME and _PASSWORD for some of the sources."""
    env: dict[str, str] = {}
    for index, name in zip(indexes, names, strict=True):
        if dice.chance(0.3):
            stem = f"POETRY_HTTP_BASIC_{name.upper().replace('-', '_')}"
            env[f"{stem}_USERNAME"] = index.account
            env[f"{stem}_PASSWORD"] = dice.weighted({ACCOUNTS[index.account]: 4, "wrong": 1})
    return env


def _project(dice: Dice, packages: Sequence[str], indexes: Sequence[DrawnIndex], names: Sequence[str]) -> str:
    priorities = [dice.weighted(_PRIORITIES) for _ in indexes]
    if set(priorities) == {"explicit"}:
        priorities[0] = "primary"
    text = _HEAD
    for package in packages:
        pin = f'{{ version = "*", source = "{dice.pick(names)}" }}' if dice.chance(0.15) else '"*"'
        text += f"{package} = {pin}\n"
    for index, name, priority in zip(indexes, names, priorities, strict=True):
        values = {"name": name, "url": index.url, "priority": priority}
        text += "\n[[tool.poetry.source]]\n" + "".join(
            f"{key} = {json.dumps(value)}\n" for key, value in values.items()
        )
    return text


def _keyring(dice: Dice, indexes: Sequence[DrawnIndex], names: Sequence[str]) -> Iterator[KeyringEntry]:
    for index, name in zip(indexes, names, strict=True):
        if dice.chance(0.7):
            netloc = index.origin.partition("://")[2]
            service = dice.pick((f"poetry-repository-{name}", f"{index.origin}{index.folder}", netloc))
            username = dice.weighted({index.account: 4, "__poetry_source_empty_username__": 1})
            yield KeyringEntry(service, username, Secret(ACCOUNTS[index.account]))
