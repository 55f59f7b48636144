"""What looks secret in a line of a log, so that no report can repeat it, in whatever encoding."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.secret import MASK, Secret

_USERINFO: Final = re.compile(r"://([^\s/:@`'\"<>]*):([^\s/`'\"<>]*)@")
_RAW_USERINFO: Final = re.compile(
    r"://([^\s/@:`'\"<>]*):(?!\d*[/?#])(?=[^\s@/?#`'\"<>]*[/?#])([^\s@`'\"<>]{1,4096})@[\w.-]"
)
"""A password with a `/`, `?` or `#` that should have been percent-encoded; a port is none."""
_NETLOC: Final = re.compile(r"\b(?:session for|found for|connect to|support for) ([^\s:@/]*):(\S+)@")
"""A host with userinfo before it and no scheme, as poetry logs it."""
_HEADER: Final = re.compile(r"\b(Basic|Bearer)\s+([A-Za-z0-9+/=_.~-]{6,})", re.IGNORECASE)
_DEBUG_FORM: Final = re.compile(r"password: Some\((?:Password\()?\"((?:[^\"\\]|\\.)+)\"")
_BLANK: Final = re.compile(r"[*x\u2022\u2588.]+|\[?(?:masked|redacted|hidden|filtered)\]?|<[^>]*>", re.IGNORECASE)
_TOKEN: Final = re.compile(r"(token |word |keyword )(?:'[^']*'|\"[^\"]*\")")
_WHERE: Final = Provenance("the log")


def may_hold_secrets(text: str) -> bool:
    """Say whether a line is worth a closer look; most are not."""
    return "@" in text or "asic " in text or "earer " in text or "ASIC" in text or "EARER" in text or "assword" in text


def secrets_in(text: str) -> Iterator[Credential]:
    """Return what the line shows of passwords and tokens: in URLs, in headers, in a client's debugging output."""
    if "@" in text:
        for username, password in (*_USERINFO.findall(text), *_NETLOC.findall(text)):
            yield from _pair(unquote(username), unquote(password))
            yield from _pair(username, password)
        for username, password in _RAW_USERINFO.findall(text):
            yield from _pair(username, password)
    for scheme, value in _HEADER.findall(text):
        yield from _of_header(scheme.lower(), value)
    for password in _DEBUG_FORM.findall(text):
        yield from _pair("", password.replace('\\"', '"').replace("\\\\", "\\"))


def without_token(text: str) -> str:
    """Return what a parser says of a netrc file without the word that it stumbled over: that may be a password."""
    return _TOKEN.sub(rf"\1'{MASK}'", text)


def is_blanked(text: str) -> bool:
    """Say whether a text stands in the place of a secret, put there by the client or by hand."""
    return _BLANK.fullmatch(text) is not None


def _pair(username: str, password: str) -> Iterator[Credential]:
    if password and password != MASK and not is_blanked(password):
        yield Credential(username, Secret(password), _WHERE, Reach())


def _of_header(scheme: str, value: str) -> Iterator[Credential]:
    if scheme == "bearer":
        yield Credential(None, Secret(value), _WHERE, Reach(), bearer=True)
        return
    try:
        username, colon, password = b64decode(value + "=" * (-len(value) % 4)).decode().partition(":")
    except (Error, ValueError):
        return
    if colon:
        yield from _pair(username, password)
