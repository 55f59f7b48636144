"""The parts of a URL as the WHATWG URL standard has them: host and port, and the path without dot segments."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_PORT: Final = re.compile(r"[0-9]{1,9}")
_HOST: Final = re.compile(r"\[[0-9A-Fa-f:.]+\]|[^\s<>\"#%/:?@\[\\\]^`{|}]+")
_SEGMENT_SAFE: Final = "!$%&'()*+,-./:;=@[]_|~^\\"


class UrlError(ValueError):
    """The text is no URL. The message says why and repeats nothing of the text."""


def host_and_port(scheme: str, netloc: str) -> tuple[str, int | None]:
    """Return the host as it is looked up, and the port, None where it is the scheme's own.

    Raises `UrlError` where there is no host, or one of them can't be.
    """
    host, port_text = netloc, ""
    if not netloc.endswith("]") and ":" in netloc:
        host, _, port_text = netloc.rpartition(":")
    if not host:
        raise UrlError("it names no host")
    if port_text and not (_PORT.fullmatch(port_text) and int(port_text) < 65536):
        raise UrlError(
            "what follows the host's ':' is no port; if it is a password, percent-encode its '/', '?' and '#'"
        )
    try:
        host = host.lower() if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise UrlError("its host is no valid international name") from None
    # Checked last: a wide form of '/' or '@' becomes the character itself.
    if not _HOST.fullmatch(host):
        raise UrlError("its host has a character that no host name has")
    port = int(port_text) if port_text else None
    return host, None if port == DEFAULT_PORTS[scheme] else port


def normal_path(path: str) -> str:
    """Return the path with dot segments resolved and forbidden characters percent-encoded."""
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for position, segment in enumerate(segments):
        last = position == len(segments) - 1
        plain = segment.lower().replace("%2e", ".")
        if plain == "..":
            if kept:
                kept.pop()
            if last:
                kept.append("")
        elif plain == ".":
            if last:
                kept.append("")
        else:
            kept.append(quote(segment, safe=_SEGMENT_SAFE))
    return "/" + "/".join(kept)
