"""Holds real uv releases against the model in random worlds with more in them than `verify --random` draws.

    python -m tests.clients_real.draw_wide 500 --seed 1

Such a world is one of `verify --random` with lists of files, credentials that uv keeps, URLs in other spellings, and
answers that take their time. Runs are dealt to the releases in turn. Each that differs is printed as it comes, and
with --keep its world kept. Exit status 1 where there is one.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from idxdoctor.capture.comparing.verify import Verdict, verify_all
from idxdoctor.clients.registry import client_of
from idxdoctor.scenario.draw import draw
from idxdoctor.scenario.drawing.dice import Dice
from idxdoctor.scenario.drawing.indexes import ACCOUNTS
from idxdoctor.scenario.model import Reply, Rule, Scenario, Server
from idxdoctor.scenario.write import scenario_text
from tests.clients_real.draw_options import draw_options

RELEASES: Final = (
    *("0.6.0", "0.6.5", "0.6.9", "0.6.10", "0.6.17", "0.7.4", "0.7.13", "0.7.19", "0.8.3", "0.8.15", "0.8.18", "0.9.4"),
    *("0.9.25", "0.10.12", "0.11.9", "0.11.33", "0.12.9", "0.13.0", "0.13.9"),
)
"""The last releases of some lines, and both sides of changes in what is drawn."""
_STORE: Final = "~/.local/share/uv/credentials/credentials.toml"
_ANOTHER_DICE: Final = 1_000_000_007
_WORKERS: Final = 3


def wide(seed: int) -> Scenario:
    """Return the world of that seed with some of what is added here."""
    dice, world = Dice(seed + _ANOTHER_DICE), draw(seed)
    for add, chance in _ADDED.items():
        if dice.chance(chance):
            world = add(dice, world)
    return world._replace(id=f"wide-{seed}", title=f"Wide world {seed}")


def _with_store(dice: Dice, world: Scenario) -> Scenario:
    """Keep credentials for a server, a path on it, or the same under another scheme."""
    entries = [_entry(dice, dice.pick(world.servers)) for _ in range(dice.number(1, 3))]
    return _with_files(world, {_STORE: "\n".join(entries)})


def _entry(dice: Dice, server: Server) -> str:
    origin, path = str(server.url.origin), dice.pick(_paths(server))
    service = dice.pick((origin, f"{origin}/", origin + path, f"{origin}{path}/", origin.replace("https:", "http:")))
    user = dice.pick(list(ACCOUNTS))
    values = {"service": service, "username": user, "password": dice.pick((ACCOUNTS[user], "wrong"))}
    if dice.chance(0.2):
        values = {"service": service, "scheme": "bearer", "token": f"token-of-{user}"}
    return "\n".join(("[[credential]]", *(f"{key} = {json.dumps(value)}" for key, value in values.items()), ""))


def _paths(server: Server) -> list[str]:
    return sorted({rule.path.rstrip("*").rstrip("/") for rule in server.rules})


def _with_links(dice: Dice, world: Scenario) -> Scenario:
    """Name a list of files on one of the servers, which has a newer version of a package, the same, or none."""
    position = dice.number(0, len(world.servers) - 1)
    server = world.servers[position]
    package = dice.pick(world.given.packages).replace("-", "_")
    file = dice.pick((f"{package}-3.0", f"{package}-1.0", "other-1.0"))
    user = dice.pick(list(server.accounts) or ["ci"])
    who = dice.pick((None, None, user)) if server.accounts else None
    rules = [Rule(Reply(body=f'<a href="/files/{file}-py3-none-any.whl">a file</a>'), "/flat/*", who)]
    rules += [Rule(Reply(dice.pick((401, 403, 404))), "/flat/*")] if who else []
    first = server.rules[:1] if server.rules and server.rules[0].path == "*" else ()
    servers = list(world.servers)
    servers[position] = server._replace(rules=(*first, *rules, *server.rules[len(first) :]))
    userinfo = f"{quote(user, safe='')}:{quote(ACCOUNTS[user], safe='')}@" if dice.chance(0.5) else ""
    url = str(server.url.origin).replace("://", f"://{userinfo}") + dice.pick(("/flat/", "/flat/links.html"))
    return _with_variables(world._replace(servers=tuple(servers)), {"UV_FIND_LINKS": url})


def _with_spellings(dice: Dice, world: Scenario) -> Scenario:
    """Spell the URLs of indexes otherwise, though they mean the same."""
    host = dice.pick(world.servers).url.host
    old, new = dice.pick(
        ((f"{host}/", f"{host.upper()}/"), (f"https://{host}/", f"https://{host}:443/"), ("/repo", "/x/../repo"))
    )
    env = {name: text.replace(old, new) for name, text in world.given.env.items() if name.startswith("UV_")}
    files = {name: text.replace(old, new) for name, text in world.given.files.items() if name.endswith("toml")}
    return _with_files(_with_variables(world, env), files)


def _with_delays(dice: Dice, world: Scenario) -> Scenario:
    """Let answers take their time, so that requests of several packages come in another order."""
    servers = [
        server._replace(
            rules=tuple(
                rule
                if rule.answer.drop
                else rule._replace(answer=rule.answer._replace(delay=dice.pick((0, 0.05, 0.15))))
                for rule in server.rules
            )
        )
        for server in world.servers
    ]
    return world._replace(servers=tuple(servers))


_ADDED: Final[dict[Callable[[Dice, Scenario], Scenario], float]] = {
    _with_spellings: 0.3,
    _with_store: 0.4,
    _with_links: 0.4,
    _with_delays: 0.2,
}


def _with_files(world: Scenario, files: dict[str, str]) -> Scenario:
    return world._replace(given=replace(world.given, files={**world.given.files, **files}))


def _with_variables(world: Scenario, env: dict[str, str]) -> Scenario:
    return world._replace(given=replace(world.given, env={**world.given.env, **env}))


def main() -> int:
    """Run what the command line asks for."""
    options, begun = draw_options(__doc__ or "", "uv", 500, "some of each line").parse_args(), time.monotonic()
    releases = options.releases or RELEASES
    pairs = [
        (wide(options.seed + number), client_of(f"uv=={releases[number % len(releases)]}"))
        for number in range(options.runs)
    ]
    bad: list[Verdict] = []

    def tell(verdict: Verdict) -> None:
        if verdict.comparison is None or not verdict.comparison.agrees:
            bad.append(verdict)
            why = verdict.comparison.parting if verdict.comparison else verdict.error
            print(f"{verdict.scenario.id} {verdict.client}: {str(why)[:400]}", flush=True)
            if options.keep is not None:
                options.keep.mkdir(parents=True, exist_ok=True)
                kept = options.keep / f"{verdict.scenario.id}.yaml"
                kept.write_text(scenario_text(verdict.scenario), encoding="utf-8")

    verify_all(pairs, tell, workers=_WORKERS)
    print(f"{len(pairs)} runs of {len(releases)} releases, {len(bad)} that differ, {time.monotonic() - begun:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
