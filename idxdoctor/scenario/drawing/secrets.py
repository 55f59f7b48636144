"""Random credentials outside of URLs: variables, netrc files, the keyring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from idxdoctor.model.secret import Secret
from idxdoctor.scenario.drawing.dice import Dice
from idxdoctor.scenario.drawing.indexes import ACCOUNTS, DrawnIndex
from idxdoctor.scenario.model import KeyringEntry

_BOTH, _USERNAME, _PASSWORD, _WRONG, _NONE = "both", "username", "password", "wrong", "none"
_OTHER_FILE: Final = "netrc-of-ci"


def draw_variables(dice: Dice, indexes: Sequence[DrawnIndex]) -> dict[str, str]:
    """Return UV_INDEX_<NAME>_USERNAME and _PASSWORD for some of the named indexes."""
    env: dict[str, str] = {}
    for index in indexes:
        if index.name is None:
            continue
        kind = dice.weighted({_NONE: 6, _BOTH: 3, _USERNAME: 1, _PASSWORD: 1, _WRONG: 1})
        stem = "UV_INDEX_" + "".join(letter.upper() if letter.isalnum() else "_" for letter in index.name)
        if kind in {_BOTH, _USERNAME, _WRONG}:
            env[f"{stem}_USERNAME"] = index.account
        if kind in {_BOTH, _PASSWORD}:
            env[f"{stem}_PASSWORD"] = ACCOUNTS[index.account]
        if kind == _WRONG:
            env[f"{stem}_PASSWORD"] = "wrong"
    return env


def draw_netrc(dice: Dice, indexes: Sequence[DrawnIndex], env: dict[str, str]) -> dict[str, str]:
    """Return netrc files, the one at home or one that the variable NETRC (put into `env`) names, or none."""
    if not dice.chance(0.35):
        return {}
    text = "".join(_netrc_lines(dice, indexes))
    where = dice.weighted({"~/.netrc": 8, _OTHER_FILE: 1, f"~/{_OTHER_FILE}": 1})
    if where != "~/.netrc":
        env["NETRC"] = where
    elif dice.chance(0.05):
        env["NETRC"] = "no-such-file"
    return {where: text} if text else {}


def _netrc_lines(dice: Dice, indexes: Sequence[DrawnIndex]) -> Iterator[str]:
    for index in indexes:
        if dice.chance(0.6):
            login = dice.weighted({index.account: 4, dice.pick(list(ACCOUNTS)): 1})
            password = dice.weighted({ACCOUNTS[login]: 5, "wrong": 1})
            yield f"machine {index.host} login {login} password {password}\n"
    if dice.chance(0.2):
        login = dice.pick(list(ACCOUNTS))
        yield f"default login {login} password {ACCOUNTS[login]}\n"


def draw_keyring(dice: Dice, indexes: Sequence[DrawnIndex], packages: Sequence[str]) -> tuple[KeyringEntry, ...]:
    """Return what the keyring knows, under one service or another for each index, or nothing."""
    entries: list[KeyringEntry] = []
    for index in indexes:
        bare = f"{index.origin}{index.path}"
        netloc = index.origin.partition("://")[2]
        service = dice.pick((bare, bare, netloc, index.host, index.origin, index.page(packages[0])))
        username = dice.weighted({index.account: 5, dice.pick(list(ACCOUNTS)): 1})
        if dice.chance(0.6):
            entries.append(KeyringEntry(service, username, Secret(ACCOUNTS[username])))
    return tuple(entries)
