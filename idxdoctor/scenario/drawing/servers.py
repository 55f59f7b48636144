"""Random servers: what they tell whom about the packages of each index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url
from idxdoctor.scenario.drawing.dice import Dice
from idxdoctor.scenario.drawing.indexes import ACCOUNTS, DrawnIndex
from idxdoctor.scenario.model import NOBODY, Drop, Reply, Rule, Server

PYPI: Final = "https://pypi.org"
_REDIRECTS: Final = (301, 302, 302, 303, 307, 308)
_MIRROR: Final = "https://mirror.example"


def draw_servers(dice: Dice, indexes: Sequence[DrawnIndex], packages: Sequence[str]) -> tuple[Server, ...]:
    """Return the servers of the indexes, and those to which they redirect, PyPI last."""
    rules: dict[str, list[Rule]] = {index.origin: [] for index in indexes if not dice.chance(0.02)}
    for position, index in enumerate(indexes):
        if index.origin in rules:
            for origin, rule in _rules(dice, index, position, packages, list(rules)):
                rules.setdefault(origin, []).append(rule)
    for origin, found in rules.items():
        if dice.chance(0.02):
            drop: Drop = dice.pick(("connect", "reset", "tls" if origin.startswith("https:") else "reset"))
            found.insert(0, Rule(Reply(drop=drop)))
    if not dice.chance(0.05):
        rules[PYPI] = [Rule(_page(dice) if dice.chance(0.8) else Reply(404), "/simple/*")]
    accounts = {name: Secret(password) for name, password in ACCOUNTS.items()}
    return tuple(
        Server(Url.parse(origin), {} if origin == PYPI else accounts, tuple(found)) for origin, found in rules.items()
    )


def _rules(
    dice: Dice, index: DrawnIndex, position: int, packages: Sequence[str], origins: list[str]
) -> Iterator[tuple[str, Rule]]:
    """Return rules for an index, each with its server: what comes now and then, redirects, who is let in."""
    path = f"{index.folder}/*"
    if dice.chance(0.08):
        passing = Reply(dice.pick((503, 429, 401, 404, 403)))
        yield index.origin, Rule(passing, path, dice.pick((None, NOBODY, index.account)), times=dice.number(1, 3))
    if dice.chance(0.2):
        yield from _redirects(dice, index, position, packages, origins)
    for rule in _access(dice, path, index.account):
        yield index.origin, rule


def _access(dice: Dice, path: str, account: str) -> list[Rule]:
    """Return what the account, nobody and anyone else are told at a path."""
    kind = dice.weighted({"private": 6, "public": 2, "empty": 2, "broken": 1})
    if kind == "public":
        return [Rule(_page(dice), path)]
    if kind == "broken":
        return [Rule(_broken(dice), path)]
    if kind == "empty":
        return [Rule(Reply(404), path)]
    granted = _page(dice) if dice.chance(0.7) else Reply(dice.pick((404, 404, 403)))
    return [
        Rule(granted, path, account),
        Rule(Reply(dice.weighted({401: 6, 403: 2, 404: 2, 200: 0.2})), path, NOBODY),
        Rule(Reply(dice.weighted({401: 5, 403: 3, 404: 2})), path),
    ]


def _page(dice: Dice) -> Reply:
    return Reply(page=dice.pick((("1.0",), ("1.0", "2.0"))), json=dice.chance(0.4))


def _broken(dice: Dice) -> Reply:
    return dice.pick(
        (
            Reply(400),
            Reply(407),
            Reply(410),
            Reply(429),
            Reply(500),
            Reply(503),
            Reply(511),
            Reply(300),
            Reply(204),
            Reply(200, body="<html><title>Sign in</title><form></form></html>"),
            Reply(200, {"Content-Type": "application/json"}, body="{}"),
            Reply(200, {"Content-Type": "text/plain"}, body="hello"),
            Reply(drop="reset"),
        )
    )


def _redirects(
    dice: Dice, index: DrawnIndex, position: int, packages: Sequence[str], origins: list[str]
) -> Iterator[tuple[str, Rule]]:
    """Return rules that send each package's page elsewhere, perhaps on from there, and the rules at the end."""
    status = dice.pick(_REDIRECTS)
    target = dice.weighted({index.origin: 4, _MIRROR: 3, dice.pick(origins): 2})
    folder = f"/to{position}"
    who = dice.weighted({None: 4, index.account: 3, NOBODY: 1})
    userinfo = dice.weighted({"": 8, "ci:hunter2@": 1, "ci@": 0.5, "bot:wrong@": 0.5})
    relative = target == index.origin and not userinfo and dice.chance(0.5)
    onward = dice.chance(0.2)
    for package in packages:
        scheme, _, host = target.partition("://")
        location = f"{folder}/{package}/" if relative else f"{scheme}://{userinfo}{host}{folder}/{package}/"
        yield index.origin, Rule(Reply(status, redirect=location), f"{index.folder}/{package}/", who)
        if onward:
            on = Reply(dice.pick(_REDIRECTS), redirect=f"{dice.pick((target, index.origin))}/on{position}/{package}/")
            yield target, Rule(on, f"{folder}/{package}/")
    for origin, end in ((target, folder), *(((target, f"/on{position}"), (index.origin, f"/on{position}")) * onward)):
        for rule in _access(dice, f"{end}/*", index.account):
            yield origin, rule
