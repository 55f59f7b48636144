"""What pdm logs about sources and requests (2.20 to 2.29), each message as a pattern by the logger that prints it.

pdm: termui.py (the form), models/repositories/base.py, models/caches.py, resolver/reporters.py, models/auth.py;
unearth: auth.py, collector.py, preparer.py, utils.py.
"""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.message import Pattern

_AUTH: Final = r"unearth\.auth: "
_COLLECTOR: Final = r"unearth\.collector: "
_TERMUI: Final = r"pdm\.termui:\s+"
_HTTPX: Final = (
    "ConnectError|ConnectTimeout|ReadTimeout|WriteTimeout|PoolTimeout|ReadError|WriteError|ProxyError|"
    "RemoteProtocolError|TooManyRedirects|DecodingError|UnsupportedProtocol"
)
"""httpx: _exceptions.py; pdm prints an error's name in brackets (core.py)."""


def _error(kind: str) -> str:
    """Return how an error begins that ends pdm, without and with the calls that led to it."""
    return rf"(?:\[{kind}\]|pdm\.exceptions\.{kind}): "


def _pattern(kind: str, form: str, verbosity: int = 2, *, own: bool = True) -> Pattern:
    return Pattern(kind, re.compile(form), verbosity, own)


PATTERNS: Final = (
    _pattern("old", rf"{_TERMUI}(?:Fetching project page and|Could not fetch URL|Getting page|Looking up) ", 1),
    _pattern("old", r"unearth: (?:Collecting links|Skip|Found|Fetching|Getting) ", 1),
    _pattern("version", r"PDM, version (?P<version>\d\S*)", 0),
    _pattern("start", rf"{_TERMUI}=+ Start resolving requirements", 1),
    _pattern("result", rf"{_TERMUI}=+ Resolution Result", 1),
    _pattern("collecting", rf"{_COLLECTOR}Collecting links from (?P<url>\S+)"),
    _pattern("fetched", rf"{_COLLECTOR}Fetching HTML page (?P<url>\S+)(?P<kept> \(from cache\))?"),
    _pattern(
        "failed",
        rf"{_COLLECTOR}Failed to collect links from (?P<url>\S+): "
        r"(?:(?:Client|Server) Error\((?P<status>\d{3})\)|(?P<why>.*))",
        1,
    ),
    _pattern("untrusted", rf"{_COLLECTOR}Skipping (?P<url>\S+) for not being trusted", 1),
    _pattern("in_url", rf"{_AUTH}Found credentials in url for (?P<netloc>\S+)"),
    _pattern("index", rf"{_AUTH}Found index url (?P<url>\S+)"),
    _pattern("found", rf"{_AUTH}Found credentials in (?P<place>index url|netrc|keyring) for (?P<netloc>\S+)"),
    _pattern("asking", rf"{_AUTH}Getting credentials from keyring(?: CLI)? for url: (?P<service>\S+)"),
    _pattern(
        "asking",
        rf"{_AUTH}Getting password from keyring(?: CLI)? for:? (?P<user>\S*)@(?P<service>https?://\S+|[^@/\s]+)$",
    ),
    _pattern("wrong", rf"{_AUTH}401 Error, Credentials not correct for (?P<url>\S+)", 1),
    _pattern("no_keyring", rf"{_AUTH}Keyring is skipped due to an exception: (?P<why>.*)", 1),
    _pattern("no_netrc", r"unearth\.utils: Couldn't parse netrc because of (?P<why>.*)", 1),
    _pattern("hashing", rf"{_TERMUI}Downloading link (?P<url>\S+) for calculating hash"),
    _pattern("file", r"unearth\.preparer: Downloading <Link (?P<url>\S+) \(from (?P<page>\S+)\)>", 1),
    _pattern("kept_file", r"unearth\.preparer: Using cached <Link \S+ \(from (?P<page>\S+)\)>", 1),
    _pattern("pinned", rf"{_TERMUI}Adding new pin: (?P<name>[\w.-]+)", 1),
    _pattern("listing", rf"{_TERMUI}Found (?P<misfits>but non-)?matching candidates:"),
    _pattern("candidate", rf"{_TERMUI}<Candidate (?P<name>[\w.-]+)(?:\[[^\]]*\])?@\S+ from (?P<url>\S+)>"),
    _pattern("misfit", r"unearth\.evaluator: Skipping (?:package |link <Link [^>]*>: (?!Not a file))"),
    _pattern("unmatched", rf"{_TERMUI}Could not find any matching candidates"),
    _pattern("filed", rf"{_TERMUI}Error occurs$"),
    _pattern("missing", rf"(?:{_error('CandidateNotFound')})?Unable to find candidates for (?P<name>[\w.-]*\w)", 0),
    _pattern("prompting", rf"{_error('PdmException')}The credentials for (?P<netloc>\S+) are not provided", 0),
    _pattern("uploading", r"Uploading .+\.(?:whl|tar\.gz)", 0, own=False),
    _pattern("uploading", _error("PublishError"), 0),
    _pattern("error", rf"\[(?P<why>(?:{_HTTPX})\]: .*)", 0),
    _pattern("error", r"httpx2?\.(?P<why>\w+:.*)", 0, own=False),
    _pattern("no_json", r"json\.decoder\.JSONDecodeError: ", 0, own=False),
)
"""Messages; `verbosity` counts the `v` of the option. A log file has what `-vv` shows, but for candidates."""
_BY_LOGGER: Final = {
    logger: [pattern for pattern in PATTERNS if pattern.form.pattern.replace("\\", "").startswith(logger)]
    for logger in (
        *(
            "unearth:",
            "unearth.auth:",
            "unearth.collector:",
            "unearth.preparer:",
            "unearth.evaluator:",
            "unearth.utils:",
        ),
        "pdm.termui:",
    )
}
_OTHERS: Final = [pattern for pattern in PATTERNS if not any(pattern in known for known in _BY_LOGGER.values())]
_ERRORS: Final = tuple(
    f"{before}{kind}{after}:"
    for kind in ("CandidateNotFound", "PdmException", "PublishError")
    for before, after in (("[", "]"), ("pdm.exceptions.", ""))
)
_HTTP_ERRORS: Final = tuple(f"[{kind}]:" for kind in _HTTPX.split("|"))
_BEGINNINGS: Final = (
    *("PDM, ", "Unable to find ", "Uploading ", "httpx", "json.decoder."),
    *(*_ERRORS, *_HTTP_ERRORS),
)
_WRAPPED: Final = re.compile(r"unearth\.(?:collector|auth): .* (?:from|page|for|url:|index url|Client|Server)\s*")
WORDS: Final = frozenset({*_BY_LOGGER, "PDM,", *_ERRORS, *_HTTP_ERRORS})
"""The words with which lines begin by which pdm can be known."""


def is_wrapped(text: str) -> bool:
    """Say whether a line breaks off where a message goes on: rich wraps what is printed beside its spinner."""
    return _WRAPPED.fullmatch(text) is not None


def matches(text: str) -> tuple[Pattern, re.Match[str]] | None:
    """Return the message that a line is, with its parts; None where it is none."""
    patterns = _BY_LOGGER.get(text.partition(" ")[0], ())
    if not patterns and text.startswith(_BEGINNINGS):
        patterns = _OTHERS
    for pattern in patterns:
        if found := pattern.form.match(text):
            return pattern, found
    return None
