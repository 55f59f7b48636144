"""Secrets that stand in the path or the query of a URL: tokens and signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, unquote_plus

from idxdoctor.model.secret import MASK

_SECRET_PARAMETER: Final = re.compile(
    r"sig|signature|token|secret|password|passwd|credential|auth|api[-_]?key|access[-_]?key|jwt|session|^code$|"
    r"^x-amz-|^x-goog-",
    re.IGNORECASE,
)
_TOKEN_IN_PATH: Final = {"dl.cloudsmith.io": re.compile(r"^/(?!public/|basic/)([^/]+)(?=/)")}
_LONGEST_PLAIN: Final = 40


def masked_path(host: str, path: str) -> str:
    """Return the path with the token masked that this host's URLs hold in theirs."""
    pattern = _TOKEN_IN_PATH.get(host)
    return pattern.sub(f"/{MASK}", path) if pattern else path


def masked_query(query: str) -> str:
    """Return the query with each value masked that is a secret by its name or its length."""
    return "&".join(
        f"{name}={MASK}" if _is_secret(name, value) else pair
        for pair in query.split("&")
        for name, _, value in [pair.partition("=")]
    )


def secrets_in_path(host: str, path: str) -> Iterator[str]:
    """Return what `masked_path` masks, percent-encoding undone."""
    if (pattern := _TOKEN_IN_PATH.get(host)) and (token := pattern.match(path)):
        yield unquote(token[1])


def secrets_in_query(query: str) -> Iterator[str]:
    """Return what `masked_query` masks, percent-encoding undone; `+` is also read as a space."""
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if _is_secret(name, value):
            yield from {unquote(value), unquote_plus(value)}


def _is_secret(name: str, value: str) -> bool:
    return bool(value) and (_SECRET_PARAMETER.search(name) is not None or len(value) > _LONGEST_PLAIN)
