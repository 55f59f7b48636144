"""What is wrong with a username or password by its looks alone. Flaws are named; no text of a secret is in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote

from idxdoctor.model.credential import Credential
from idxdoctor.model.secret import HiddenSecret
from idxdoctor.model.url import Url

PLACEHOLDER: Final = "placeholder"
HALF_ENCODED: Final = "half-encoded"
RAW_PERCENT: Final = "raw-percent"
ENCODED_TWICE: Final = "encoded-twice"
ENCODED: Final = "percent-encoded"
WHITESPACE: Final = "whitespace"
QUOTED: Final = "quoted"
JSON: Final = "json"
PREFIXED: Final = "prefixed"

_PLACEHOLDER: Final = re.compile(
    r"\$\{\{?.+\}|\$\([\w.]+\)|^\$\w+$|^%\w+%$|^<[^<>]+>$|^\*{3,}$|^\[?(masked|redacted|scrubbed|filtered)\]?$",
    re.IGNORECASE,
)
_EXAMPLE: Final = re.compile(r"changeme|password|token|secret|xxx+|your[-_ ].+", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_NEEDS_ESCAPE: Final = re.compile(r"[@:/?#%\[\]\s]")
_PREFIX: Final = re.compile(
    r"\s*((bearer|basic|token)\s+|(authorization|token|password|api[-_ ]?key)\s*[:=]\s*)(?=\S)", re.IGNORECASE
)
_TOKEN_KEYS: Final = ("authorizationToken", "access_token", "accessToken", "token", "password", "Secret", "secret")


class Flaw(NamedTuple):
    """A flaw: its kind, a clause that says what it looks like, and what helps."""

    code: str
    text: str
    remedy: str | None = None


def flaws_of(credential: Credential, *, in_url: bool) -> Iterator[tuple[str, Flaw]]:
    """Return what is wrong with a credential as it is sent, with `username` or `password` before each."""
    if isinstance(credential.password, HiddenSecret):
        return
    if credential.username:
        found = flaws_as_sent(credential.username, in_url=in_url)
        yield from (("username", flaw) for flaw in found if not _EXAMPLE.fullmatch(credential.username))
    if credential.password and credential.username != "_json_key":
        yield from (("password", flaw) for flaw in flaws_as_sent(credential.password.reveal(), in_url=in_url))


def flaws_as_sent(text: str, *, in_url: bool) -> Iterator[Flaw]:
    """Return the flaws of a text as it is sent; what stands in a URL has been decoded before."""
    if _is_placeholder(text):
        yield Flaw(PLACEHOLDER, "looks like a placeholder; uv puts no variable in its place")
    elif text.strip().startswith("{") and text.strip().endswith("}"):
        yield Flaw(JSON, "is a whole JSON document", "only the token in it belongs there")
    elif _PREFIX.match(text):
        yield Flaw(PREFIXED, "has a word such as `Bearer` or `token:` before it", "take the word out")
    elif _is_quoted(text):
        yield Flaw(QUOTED, "has quotes around it", "take the quotes out")
    elif text != text.strip() or re.search(r"[\r\n\t]", text):
        yield Flaw(WHITESPACE, "has a space or line break in it or at its end", "take it out")
    if _is_encoded(text):
        if in_url:
            yield Flaw(ENCODED_TWICE, "looks percent-encoded twice", "encode it once")
        else:
            yield Flaw(ENCODED, "looks percent-encoded, but is sent as it stands", "write it without the encoding")


def flaws_of_userinfo(url: Url) -> Iterator[tuple[str, Flaw]]:
    """Return what is wrong with a URL's username and password as they are written there."""
    password = url.password.reveal() if url.password is not None else ""
    for part, text in (("username", url.username), ("password", password)):
        yield from ((part, flaw) for flaw in flaws_as_written(text))


def flaws_as_written(text: str) -> Iterator[Flaw]:
    """Return the flaws of a text as it stands in a URL, in its encoding."""
    if "%" not in _ESCAPE.sub("", text):
        return
    if _ESCAPE.search(text):
        yield Flaw(HALF_ENCODED, "has a raw `%`, and others that are read as encoding", "write each `%` as %25")
    else:
        yield Flaw(RAW_PERCENT, "has a raw `%`", "write it as %25")


def mended(text: str) -> str | None:
    """Return a text without the flaws that it is sent with; None where it has none, or what was meant is not in it."""
    kept = text.strip()
    if _is_placeholder(text):
        return None
    if kept.startswith("{") and kept.endswith("}"):
        return _token_in(kept)
    kept = _PREFIX.sub("", kept, count=1)
    if _is_quoted(kept):
        kept = kept[1:-1]
    if _is_encoded(kept):
        kept = unquote(kept)
    kept = re.sub(r"[\r\n\t]", "", kept).strip()
    return None if kept == text else kept


def _is_placeholder(text: str) -> bool:
    return bool(_PLACEHOLDER.search(text) or _EXAMPLE.fullmatch(text))


def _is_quoted(text: str) -> bool:
    return len(text) > 2 and text[0] + text[-1] in {'""', "''", "``"}


def _is_encoded(text: str) -> bool:
    """Say whether all that would need encoding is encoded, and something is."""
    escapes = _ESCAPE.findall(text)
    needed = all(not unquote(escape).isalnum() for escape in escapes)
    return bool(escapes) and needed and not _NEEDS_ESCAPE.search(_ESCAPE.sub("", text))


def _token_in(text: str) -> str | None:
    try:
        document = json.loads(text)
    except ValueError:
        return None
    found = [document[key] for key in _TOKEN_KEYS if isinstance(document, dict) and key in document]
    return found[0] if found and isinstance(found[0], str) else None
