"""Random secrets, and every spelling in which one must not stand anywhere."""

from __future__ import annotations

import json
import random
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final
from urllib.parse import quote, quote_plus

_LETTERS: Final = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_NASTY: Final = "@:/#%&<>\"'`\\ ?=+[]{}|;,$!*_~^()"
_FOREIGN: Final = "äßéñ漢字😀"
_COMMANDS: Final = ("::error::", "##vso[task.setvariable]", "%41%2B", "-----", "$(", "${", "&amp;", "\\n", "]]>", "```")
_SHORTEST: Final = 4
_SHORTEST_IN_PARTS: Final = 8


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
        if len(password.encode()) >= _SHORTEST_IN_PARTS:
            for before in range(3):
                yield encode(b"\0" * before + password.encode()).decode().rstrip("=")[-(-before * 8 // 6) : -1]


class Searched:
    """Texts are searched for some passwords, each with its user, as they stand and with their lines put together."""

    def __init__(self, passwords: Iterable[tuple[str, str]]) -> None:
        forms = {form for user, password in passwords for form in encodings(password, user)}
        self._forms = {form for form in forms if len(form) >= _SHORTEST}
        self._unbroken = {form for form in forms if len(form) >= _SHORTEST_IN_PARTS}

    def holds(self, text: str) -> bool:
        """Say whether one of them stands in the text."""
        joined = re.sub(r"\s*\n\s*", "", text)
        return any(form in text for form in self._forms) or any(form in joined for form in self._unbroken)
