"""Every secret that a trace or a configuration holds, wherever it stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote

from idxdoctor.model.credential import ANYWHERE, Credential, Provenance
from idxdoctor.model.parts import parts_of
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url

_USERINFO: Final = re.compile(r"://[^\s/?#@:]*:([^\s/@]+)@")
_SECRET_NAME: Final = re.compile(r"(?:TOKEN|PASSWORD|PASSWD|SECRET|API_?KEY|ACCESS_?KEY)$", re.IGNORECASE)
_SHORTEST_VALUE: Final = 8
_NO_SECRET: Final = re.compile(r"[/~.]|[A-Za-z]+$|[A-Za-z][A-Za-z0-9+.-]*://|.*\s", re.DOTALL)


def credentials_in(value: object) -> Iterator[Credential]:
    """Return every credential in a value: those that are one, and those that stand in a URL."""
    yield from parts_of(value, Credential)
    for url in parts_of(value, Url):
        if (in_url := Credential.from_url(url, Provenance("a URL"))) is not None:
            yield in_url


def urls_in(value: object) -> Iterator[Url]:
    """Return every URL in a value; its path and query may hold a token."""
    return parts_of(value, Url)


def secrets_of_environment(env: Mapping[str, str]) -> Iterator[Credential]:
    """Return what looks secret among variables: what stands between `:` and `@` in a URL, or is named like a secret.

    A value of fewer than eight characters, a word, a path, a URL or a sentence is none.
    """
    for name, value in env.items():
        yield from secrets_in_text(value, Provenance(name))
        if _SECRET_NAME.search(name) and len(value) >= _SHORTEST_VALUE and not _NO_SECRET.match(value):
            yield Credential(None, Secret(value), Provenance(name), ANYWHERE)


def secrets_in_text(text: str, provenance: Provenance) -> Iterator[Credential]:
    """Return the passwords of the URLs in a text, such as a word of a command line."""
    for password in _USERINFO.findall(text):
        yield Credential(None, Secret(unquote(password)), provenance, ANYWHERE)
