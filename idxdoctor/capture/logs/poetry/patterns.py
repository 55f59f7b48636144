"""What poetry logs about sources and requests (1.8 to 2.5), each message as a pattern by the word that it begins with.

poetry: factory.py, repositories/http_repository.py, repositories/repository.py, utils/authenticator.py,
utils/password_manager.py, console/logging/io_formatter.py (which puts a library's name before its lines).
"""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.message import Pattern

_URLLIB3: Final = ("[urllib3:urllib3.connectionpool]", "[urllib3.connectionpool]")
_SOURCE: Final = r"Source \((?P<source>[^)]*)\): "


def _pattern(kind: str, form: str, verbosity: int = 3, *, own: bool = True) -> Pattern:
    return Pattern(kind, re.compile(form), verbosity, own)


PATTERNS: Final = (
    _pattern("version", r"Poetry \(version (?P<version>\d[^)\s]*)\)", 0),
    _pattern("source", r"Adding repository (?P<name>.+?) \((?P<url>[a-z]+://\S+)\)(?: .*\bas (?P<priority>\w+))?"),
    _pattern("without_pypi", r"Deactivating the PyPI repository"),
    _pattern("session", r"Creating new session for (?P<netloc>\S+)"),
    *(
        _pattern(
            "request",
            rf'{re.escape(name)} (?P<origin>https?://\S+) "(?P<method>[A-Z]+) (?P<path>\S+) HTTP/[\d.]+" '
            r"(?P<status>\d{3})",
        )
        for name in _URLLIB3
    ),
    _pattern("retrying", r"Retrying HTTP request in (?P<delay>[\d.]+) seconds"),
    _pattern("refused", rf"{_SOURCE}Authorization error accessing (?P<url>\S+)", 0),
    _pattern("listed", rf"{_SOURCE}(?P<count>\d+) packages found for (?P<name>\S+)(?P<constraint>.*)"),
    _pattern("listed", rf"{_SOURCE}No packages found for (?P<name>\S+)"),
    _pattern("downloading", rf"{_SOURCE}Downloading: (?P<url>\S+)"),
    _pattern("locked", r"Keyring (?P<service>\S+) is locked"),
    _pattern("keyring_failed", r"Accessing keyring (?P<service>\S+) failed(?! during)"),
    _pattern("no_keyring", r"No (?:valid|suitable) keyring backend"),
    _pattern("no_keyring", r"Accessing keyring failed during availability check"),
    _pattern("exhausted", r"All attempts to connect to (?P<netloc>\S+) failed", 0),
    _pattern("uploading", r"Publishing \S+ (?:\(\S+\) )?to \S+", 0),
    _pattern("path", r"Note: The path requested was (?P<path>\S+)\.", 1, own=False),
    _pattern("missing", r"Because .*\bdepends on (?P<name>[\w.-]+) .*doesn't match any versions", 0, own=False),
    _pattern("missing", r"Could not find a matching version of package <?(?P<name>[\w.-]*\w)", 0, own=False),
    _pattern("keyring_locked", r"KeyringLocked$", 0),
    _pattern("written", r"Writing lock file", 0, own=False),
)
"""Messages that begin with a word of their own; `verbosity` counts the `v` of the option."""
ERRORS: Final = (
    _pattern("status_error", r"(?P<status>[45]\d\d) (?:Client|Server) Error: .* for url: (?P<url>\S+)", 0, own=False),
    _pattern(
        "unanswered",
        r"HTTP(?P<tls>S?)ConnectionPool\(host='(?P<host>[^']+)', port=(?P<port>\d+)\): "
        r"(?:Max retries exceeded with url: (?P<path>\S+) )?(?P<why>.*)",
        0,
        own=False,
    ),
    _pattern("unanswered", r"\('Connection aborted\.', (?P<why>.*)", 0, own=False),
)
"""What stands somewhere in a line of the error that ends a run."""
_HINTS: Final = (" for url: ", "ConnectionPool(host=", "('Connection aborted.'")
_WRAPPED: Final = re.compile(
    r"Source \([^)]*\): (?:Authorization error accessing|Downloading:)|\d{3} (?:Client|Server) Error: .* for url:"
)


def is_wrapped(text: str) -> bool:
    """Say whether a line breaks off where a message goes on with a URL."""
    return _WRAPPED.fullmatch(text) is not None


def _by_word() -> dict[str, list[Pattern]]:
    found: dict[str, list[Pattern]] = {}
    for pattern in PATTERNS:
        word = pattern.form.pattern.partition(" ")[0].rstrip("$").replace("\\", "")
        found.setdefault(word, []).append(pattern)
    return found


_BY_WORD: Final = _by_word()
WORDS: Final = (
    frozenset(_BY_WORD)
    | {"400", "401", "403", "404", "407", "429", "500", "502", "503", "504"}
    | {"HTTPConnectionPool", "HTTPSConnectionPool"}
)
"""The words with which lines begin by which poetry can be known; it prints an error's text on a line of its own."""


def matches(text: str) -> tuple[Pattern, re.Match[str]] | None:
    """Return the message that a line is, with its parts; None where it is none."""
    for pattern in _BY_WORD.get(text.partition(" ")[0], ()):
        if found := pattern.form.match(text):
            return pattern, found
    if any(hint in text for hint in _HINTS):
        for pattern in ERRORS:
            if found := pattern.form.search(text):
                return pattern, found
    return None
