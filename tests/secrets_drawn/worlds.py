"""Random worlds whose passwords are random secrets."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Final, NamedTuple
from unittest.mock import patch
from urllib.parse import quote

from idxdoctor.clients.registry import client_of
from idxdoctor.model.credential import Credential
from idxdoctor.model.errors import InputError
from idxdoctor.model.parts import parts_of
from idxdoctor.scenario.draw import draw
from idxdoctor.scenario.drawing.indexes import ACCOUNTS
from idxdoctor.scenario.model import Scenario
from idxdoctor.transport.replay import replay
from tests.secrets_drawn.forms import secret

VERSIONS: Final = ("0.6.15", "0.6.17", "0.7.0", "0.7.4", "0.7.16", "0.13.9")


class World(NamedTuple):
    """A scenario and the passwords, by user, that a user has in it; `spare` ones are for what is no scenario."""

    seed: int
    scenario: Scenario
    passwords: dict[str, str]
    spare: dict[str, str]

    @property
    def client(self) -> str:
        """Return a release of uv."""
        return f"uv=={VERSIONS[self.seed % len(VERSIONS)]}"

    @property
    def dice(self) -> random.Random:
        """Return dice for this world, thrown anew."""
        return random.Random(-1 - self.seed)  # noqa: S311 - a choice of worlds

    @property
    def one(self) -> str:
        """Return one of the secrets."""
        return next(iter(self.passwords.values()), "nothing-secret")


def drawn(seed: int) -> World:
    """Return a world; redirects in it tell one of the passwords."""
    dice = random.Random(seed)  # noqa: S311 - a choice of worlds
    accounts = {user: secret(dice) for user in ACCOUNTS}
    with patch.dict(ACCOUNTS, accounts):
        scenario = draw(seed)
    spare = {"ci": secret(dice), "robot": secret(dice)}
    known = _known(scenario, f"uv=={VERSIONS[seed % len(VERSIONS)]}")
    passwords = {user: one for user, one in accounts.items() if one in known or quote(one, safe="") in known}
    told = quote(dice.choice([*passwords.values(), "nothing"]), safe="")
    servers = []
    for server in scenario.servers:
        replies = [rule.answer for rule in server.rules]
        leads = [one._replace(redirect=f"{one.redirect}?told={told}") if one.redirect else one for one in replies]
        rules = tuple(rule._replace(answer=one) for rule, one in zip(server.rules, leads, strict=True))
        servers.append(server._replace(rules=rules))
    return World(seed, scenario._replace(servers=tuple(servers)), passwords, spare)


def _known(scenario: Scenario, client: str) -> str:
    """Return all that the program can know: what was given, and what the keyring said when it was asked."""
    given = scenario.given
    texts = [*given.env.values(), *given.files.values(), *(word for words in given.args.values() for word in words)]
    with suppress(InputError):
        sent = parts_of(replay(scenario, client_of(client)).lookups, Credential)
        texts += [one.password.reveal() for one in sent if one.password is not None]
    return "\n".join(texts)
