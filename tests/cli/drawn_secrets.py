"""Random worlds with random secrets, told in every format: `python -m tests.cli.drawn_secrets 2000`.

Prints how many outputs were looked through, and every seed with a secret in one of them; exit status 1 if there are.
"""

from __future__ import annotations

import io
import json
import logging
import os
import random
import re
import sys
import tempfile
from base64 import b64encode, urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout, suppress
from html import escape
from pathlib import Path
from typing import Final, NamedTuple
from unittest.mock import patch
from urllib.parse import quote, quote_plus

from idxdoctor.cli.app import run
from idxdoctor.clients.registry import client_of
from idxdoctor.model.credential import Credential
from idxdoctor.model.errors import InputError
from idxdoctor.model.parts import parts_of
from idxdoctor.report import terminal, verdict
from idxdoctor.report.formats import registry as formats
from idxdoctor.report.views import summary
from idxdoctor.scenario.draw import draw
from idxdoctor.scenario.drawing.indexes import ACCOUNTS
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.write import scenario_text
from idxdoctor.transport.replay import replay

VERSIONS: Final = ("0.6.15", "0.6.17", "0.7.0", "0.7.4", "0.7.16", "0.13.9")
FILES: Final = ("a.json", "a.md", "a.html", "a.xml", "a.sarif", "a.txt")
STREAMED: Final = ("rich", "github", "azure", "gitlab")
_LETTERS: Final = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_NASTY: Final = "@:/#%&<>\"'`\\ ?=+[]{}|;,$!*_~^()"
_FOREIGN: Final = "äßéñ漢字😀"
_COMMANDS: Final = ("::error::", "##vso[task.setvariable]", "%41%2B", "-----", "$(", "${", "&amp;", "\\n", "]]>", "```")


class Told(NamedTuple):
    """What one run of the program gave: its exit status and everything that it wrote, by where."""

    status: int
    written: dict[str, str]


def secret(dice: random.Random) -> str:
    """Return a secret of 4 to 80 characters."""
    kind = dice.choice(("letters", "nasty", "nasty", "foreign", "command", "token"))
    if kind == "token":
        parts = (json.dumps({"alg": "none", "n": dice.random()}), json.dumps({"exp": dice.randrange(1 << 32)}))
        encoded = [urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
        return ".".join([*encoded, "".join(dice.choices(_LETTERS, k=12))])[:80]
    begins = "".join(dice.choices(_LETTERS, k=4))
    ends = "".join(dice.choices(_LETTERS, k=2))
    if kind == "letters":
        return begins + "".join(dice.choices(_LETTERS, k=dice.choice((0, 2, 6, 30, 74)))) + ends
    if kind == "command":
        return begins + dice.choice(_COMMANDS) + ends
    letters = _LETTERS + _NASTY * 2 + (_FOREIGN * 4 if kind == "foreign" else "")
    return begins + "".join(dice.choices(letters, k=dice.choice((1, 3, 8, 20, 70)))) + ends


def encodings(password: str, user: str) -> Iterator[str]:
    """Return a secret in every spelling in which it must not stand anywhere."""
    once = quote(password, safe="")
    lower = re.sub("%..", lambda octet: octet[0].lower(), once)
    yield from (password, once, lower, quote(password), quote_plus(password), quote(once, safe=""))
    yield from (json.dumps(password)[1:-1], json.dumps(password, ensure_ascii=False)[1:-1], repr(password)[1:-1])
    yield from (escape(password), escape(json.dumps(password)[1:-1]), quote(escape(password), safe=""))
    for encode in (b64encode, urlsafe_b64encode):
        yield encode(f"{user}:{password}".encode()).decode().rstrip("=")[:-1]
        if len(password.encode()) >= 8:
            for before in range(3):
                yield encode(b"\0" * before + password.encode()).decode().rstrip("=")[-(-before * 8 // 6) : -1]


def drawn(seed: int) -> tuple[Scenario, dict[str, str]]:
    """Return a world, and the passwords that the user has in it; redirects tell one of them."""
    dice = random.Random(seed)  # noqa: S311 - a choice of worlds
    accounts = {user: secret(dice) for user in ACCOUNTS}
    with patch.dict(ACCOUNTS, accounts):
        scenario = draw(seed)
    known = _known(scenario, f"uv=={VERSIONS[seed % len(VERSIONS)]}")
    passwords = {user: one for user, one in accounts.items() if one in known or quote(one, safe="") in known}
    told = quote(dice.choice([*passwords.values(), "nothing"]), safe="")
    servers = []
    for server in scenario.servers:
        replies = [rule.answer for rule in server.rules]
        leads = [one._replace(redirect=f"{one.redirect}?told={told}") if one.redirect else one for one in replies]
        rules = tuple(rule._replace(answer=one) for rule, one in zip(server.rules, leads, strict=True))
        servers.append(server._replace(rules=rules))
    return scenario._replace(servers=tuple(servers)), passwords


def _known(scenario: Scenario, client: str) -> str:
    """Return all that the program can know: what was given, and what the keyring said when it was asked."""
    given = scenario.given
    texts = [*given.env.values(), *given.files.values(), *(word for words in given.args.values() for word in words)]
    with suppress(InputError):
        sent = parts_of(replay(scenario, client_of(client)).lookups, Credential)
        texts += [one.password.reveal() for one in sent if one.password is not None]
    return "\n".join(texts)


def _fails(text: str) -> Callable[..., str]:
    def renderer(*_: object, **__: object) -> str:
        raise RuntimeError(text)

    return renderer


def told(arguments: Sequence[str], files: Sequence[str] = (), crash: str | None = None) -> Told:
    """Run the program in this folder; with `crash` every renderer fails with an error of that text."""
    out, err, logged = io.StringIO(), io.StringIO(), io.StringIO()
    handler = logging.StreamHandler(logged)
    root = logging.getLogger()
    with ExitStack() as stack:
        if crash is not None:
            for module, name in ((formats, "rendered"), (terminal, "terminal_report"), (summary, "summary")):
                stack.enter_context(patch.object(module, name, _fails(crash)))
            stack.enter_context(patch.object(verdict, "verdict", _fails(crash)))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        stack.enter_context(patch.object(root, "handlers", [handler]))
        stack.enter_context(patch.object(root, "level", logging.DEBUG))
        status = run(list(arguments))
    written = {"stdout": out.getvalue(), "stderr": err.getvalue(), "log": logged.getvalue()}
    for file in files:
        path = Path(file)
        written[file] = path.read_text(encoding="utf-8") if path.exists() else ""
        path.unlink(missing_ok=True)
    return Told(status, written)


def runs_of(seed: int, passwords: dict[str, str]) -> Iterator[Told]:
    """Run the program on `drawn.yaml` in every way: each format, quiet and verbose, with other names, and failing."""
    client = ("--client", f"uv=={VERSIONS[seed % len(VERSIONS)]}")
    command = ("replay",) if seed % 3 else ("check", "--mock")
    files = [part for file in FILES for part in ("--output", file)]
    one = next(iter(passwords.values()), "nothing-secret")
    yield told((*command, "drawn.yaml", *client, *files), FILES)
    yield told((*command, "drawn.yaml", *client, "--anonymize", *files), FILES)
    for format_ in STREAMED:
        yield told((*command, "drawn.yaml", *client, "--format", format_))
    for option in ("--quiet", "--verbose"):
        yield told((*command, "drawn.yaml", *client, option))
    yield told(("config", "--scenario", "drawn.yaml", *client))
    yield told((*command, "drawn.yaml", *client, *files), FILES, crash=f"{one} and {passwords}")
    yield told((*command, "drawn.yaml", *client, "--format", f"x{one}"))


def leaks(seed: int, statuses: Counter[int]) -> Iterator[str]:
    """Return where a secret of one drawn world stands in what the program writes of it."""
    scenario, passwords = drawn(seed)
    Path("drawn.yaml").write_text(scenario_text(scenario), encoding="utf-8")
    forms = {form for user, password in passwords.items() for form in encodings(password, user) if len(form) > 3}
    for number, result in enumerate(runs_of(seed, passwords)):
        statuses[result.status] += 1
        for where, text in result.written.items():
            joined = re.sub(r"\s*\n\s*", "", text)
            if any(form in text or (len(form) >= 8 and form in joined) for form in forms):
                yield f"seed {seed}, run {number}, {where}"
            if "nothing was written: a secret" in text:
                yield f"seed {seed}, run {number}: refused"


def leaks_of(seeds: range) -> tuple[list[str], Counter[int]]:
    """Return where secrets stand in what is written of worlds, and how many runs ended with each exit status."""
    statuses: Counter[int] = Counter()
    with tempfile.TemporaryDirectory() as folder, chdir(folder), patch.dict(os.environ, {"HOME": folder}):
        return [leak for seed in seeds for leak in leaks(seed, statuses)], statuses


def main() -> None:
    """Draw as many worlds as the first argument says, from the seed that the second says (0)."""
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    found, statuses = leaks_of(range(first, first + count))
    print(
        f"{count} worlds, {statuses.total()} runs, by exit status {dict(sorted(statuses.items()))}: {len(found)} leaks"
    )
    print("\n".join(found))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
