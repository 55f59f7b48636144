"""Draws random worlds for pip, in which its log can be held against what it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from idxdoctor.scenario.drawing.dice import Dice
from idxdoctor.scenario.drawing.indexes import DrawnIndex, draw_indexes
from idxdoctor.scenario.drawing.secrets import draw_keyring, draw_netrc
from idxdoctor.scenario.drawing.servers import draw_servers
from idxdoctor.scenario.model import Given, Scenario

_PACKAGES: Final = ("apple-pie", "banana", "cherry")
_CONFIGURATION: Final = "~/.config/pip/pip.conf"
_PLACES: Final = {"argument": 3, "variable": 3, "file": 2}
_PROVIDERS: Final = {"": 4, "subprocess": 3, "import": 2, "disabled": 1}


def draw_pip(seed: int) -> Scenario:
    """Return the world of that seed: the same one for the same number, in every run and on every machine."""
    dice = Dice(seed)
    packages = dice.some(_PACKAGES, dice.weighted({1: 6, 2: 3, 3: 1}))
    indexes = draw_indexes(dice, project_command=False)
    env, args, settings = _options(dice, indexes)
    files = draw_netrc(dice, indexes, env)
    if settings:
        files[_CONFIGURATION] = "\n".join(("[global]", *settings, ""))
    keyring = draw_keyring(dice, indexes, packages) if dice.chance(0.4) else ()
    given = Given(tuple(packages), env, {"pip": "download"}, {"pip": tuple(args)}, files, keyring)
    return Scenario(f"random-pip-{seed}", f"Random world {seed} for pip", given, draw_servers(dice, indexes, packages))


def _options(dice: Dice, indexes: Sequence[DrawnIndex]) -> tuple[dict[str, str], list[str], list[str]]:
    """Return variables, arguments and lines of a configuration file: the indexes, and how pip is to go on."""
    env = {"PIP_RETRIES": dice.weighted({"1": 6, "0": 2, "2": 1})}
    args: list[str] = []
    settings: list[str] = []
    urls = [index.url for index in indexes]
    lists = {"extra-index-url": urls} if dice.chance(0.25) else {"index-url": urls[:1], "extra-index-url": urls[1:]}
    lists["trusted-host"] = sorted({index.host for index in indexes if index.origin.startswith("http:")})
    for option, values in lists.items():
        if not values or (option == "trusted-host" and dice.chance(0.1)):
            continue
        place = dice.weighted(_PLACES)
        if place == "argument":
            args += [part for value in values for part in (f"--{option}", value)]
        elif place == "variable":
            env[f"PIP_{option.upper().replace('-', '_')}"] = " ".join(values)
        else:
            settings.append(f"{option} = {' '.join(values)}")
    if dice.chance(0.7):
        args.append("--no-input")
    provider = dice.weighted(_PROVIDERS)
    if provider:
        env["PIP_KEYRING_PROVIDER"] = provider
    return env, args, settings
