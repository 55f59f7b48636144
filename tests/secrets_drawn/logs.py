"""Logs of real clients with random secrets in them: where they show that they are some, and anywhere else."""

from __future__ import annotations

import json
import random
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from html import escape
from typing import Final
from urllib.parse import quote, quote_plus

from tests.capture.logs.made import DRESSES, THREE_URLS
from tests.capture.logs.other_made import PDM, POETRY
from tests.capture.logs.pip_made import REFUSED, answer, not_found, page

_PASSWORD: Final = "hunter2"
CLIENTS: Final = {
    "uv": THREE_URLS,
    "pip": REFUSED.replace("ci:****@", f"ci:{_PASSWORD}@"),
    "poetry": POETRY,
    "pdm": PDM,
}


def _in_path(text: str) -> str:
    return quote(text, safe="")


SPELLINGS: Final[tuple[Callable[[str, str], str], ...]] = (
    lambda _, one: _in_path(one),
    lambda _, one: _in_path(_in_path(one)),
    lambda _, one: quote_plus(one),
    lambda _, one: _in_path(json.dumps(one)[1:-1]),
    lambda _, one: _in_path(escape(one)),
    lambda user, one: urlsafe_b64encode(f"{user}:{one}".encode()).decode(),
    lambda user, one: _in_path(b64encode(f"{user}:{one}".encode()).decode()),
    lambda user, one: _in_path(b64encode(f"x{user}:{one}".encode()).decode()),
)
"""How a secret may stand in a URL."""


def shown(dice: random.Random, user: str, one: str) -> str:
    """Return a line that shows that a text is secret."""
    basic = b64encode(f"{user}:{one}".encode()).decode()
    debug = one.replace("\\", "\\\\").replace('"', '\\"')
    lines = (
        f"TRACE Caching credentials for https://{user}:{_in_path(one)}@other.example/simple",
        f"> Authorization: Basic {basic}",
        f"< location: https://{user}:{_in_path(one)}@other.example/simple/foo/",
        f'TRACE with Basic {{ username: Username(Some("{user}")), password: Some("{debug}") }}',
        f"  global.index-url='https://{user}:{_in_path(one)}@other.example/simple'",
    )
    return dice.choice(lines)


def told_again(dice: random.Random, client: str, user: str, one: str) -> str:
    """Return lines in which a secret stands in a URL that the report shows."""
    part = dice.choice(SPELLINGS)(user, one)
    root = dice.choice((f"https://h.example/{part}/simple", f"https://h.example/simple/{part}"))
    query = dice.choice(("", f"?q={part}", f"?token={part}"))
    if client == "uv":
        lines = [
            f"TRACE Fetching metadata for bar from {root}/bar/{query}",
            f"DEBUG No cache entry for: {root}/bar/{query}",
            f"TRACE Sending fresh GET request for `{root}/bar/{query}`",
            f"DEBUG Received a cross-origin redirect. Removing sensitive headers. {root}/",
            f"error: HTTP status client error (401 Unauthorized) for url ({root}/bar/{query})",
        ]
        return "\n".join(lines)
    if client == "pip":
        return page(root, answer(root, 401, "bar"), package="bar") + not_found("bar")
    if client == "poetry":
        return (
            f"Source (gamma): Authorization error accessing {root}/bar/{query}\n"
            f'[urllib3:urllib3.connectionpool] https://h.example:443 "GET /{part}/bar/ HTTP/1.1" 403 0'
        )
    return f"unearth.collector: Failed to collect links from {root}/bar/{query}: Client Error(403): {part}"


def log_of(dice: random.Random, client: str, passwords: Mapping[str, str], *, dressed: bool = True) -> str:
    """Return a log of a client; its passwords stand in it as they are there, and in other spellings elsewhere.

    Where it is `dressed`, something stands before or about each line, or nothing.
    """
    own, *others = passwords
    log = CLIENTS[client].replace(f"ci:{_PASSWORD}", f"{own}:{_in_path(passwords[own])}")
    lines = log.splitlines()
    for user in (own, *others):
        place = dice.randint(1, len(lines))
        lines.insert(place, shown(dice, user, passwords[user]))
        for _ in range(dice.randint(1, 3)):
            lines.insert(dice.randint(1, len(lines)), told_again(dice, client, user, passwords[user]))
    dress = dice.choice([lambda line: line, *DRESSES.values()]) if dressed else str
    return "\n".join(dress(line) for line in "\n".join(lines).splitlines()) + "\n"
