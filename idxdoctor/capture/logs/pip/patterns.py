"""What pip logs about requests: each message as a pattern, from which verbosity on, and the releases that print it.

pip: _internal/index/collector.py, _internal/index/package_finder.py, _internal/network/auth.py,
_internal/resolution/resolvelib/factory.py; _vendor/urllib3/connectionpool.py; _vendor/cachecontrol/controller.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

INFO, VERBOSE, DEBUG, LIBRARY = "INFO", "VERBOSE", "DEBUG", "LIBRARY"
"""From which verbosity on: always, -v, -vv, or -vv where a library prints it, which `--log` alone does not keep."""
_PARTS: Final = {
    "{url}": r"(?P<url>https?://\S+)",
    "{name}": r"(?P<name>[A-Za-z0-9][\w.-]*|<[^<>]+>)",
    "{status}": r"(?P<status>\d{3})",
    "{rest}": r"(?P<rest>.*)",
}


class Pattern(NamedTuple):
    """A message: its kind, its form, its level, and the first and last release with it (None: still there)."""

    kind: str
    form: re.Pattern[str]
    level: str
    since: str
    until: str | None


def _pattern(kind: str, form: str, level: str = DEBUG, since: str = "21.0", until: str | None = None) -> Pattern:
    for part, pattern in _PARTS.items():
        form = form.replace(part, pattern)
    return Pattern(kind, re.compile(form), level, since, until)


PATTERNS: Final = (
    _pattern("version", r"Using pip (?P<version>\d[\w.]*) from ", VERBOSE),
    _pattern("version", r"pip (?P<version>\d[\w.]*) from \S.* \(python ", INFO),
    _pattern("version", r"You are using pip version (?P<version>\d[\w.]*); however", INFO, until="22.0"),
    _pattern("version", r"\[notice\] A new release of pip(?: is)? available: (?P<version>\d[\w.]*) -> ", INFO, "22.1"),
    _pattern("temporary", r"Created temporary directory: \S*pip-{rest}"),
    _pattern("tracker", r"Initialized build tracking at \S*pip-req-tracker{rest}", until="22.0"),
    _pattern("tracker", r"Initialized build tracking at \S*pip-build-tracker{rest}", since="22.1"),
    _pattern("over", r"Removed build tracker: "),
    _pattern("over", r"Successfully (?:installed|downloaded) ", INFO),
    _pattern("nested", r"Running command pip subprocess to install ", VERBOSE, "22.1"),
    _pattern("banner", r"Looking in indexes: {rest}", INFO),
    _pattern("no-index", r"Ignoring indexes: {rest}"),
    _pattern("locations", r"(?P<count>\d+) location\(s\) to search for versions of {name}:"),
    _pattern("location", r"\* {url}"),
    _pattern("page", r"Fetching project page and analyzing links: {url}"),
    _pattern("getting", r"Getting page {url}"),
    _pattern("index", r"Found index url {url}"),
    _pattern("credentials", r"Found credentials in (?P<place>url|index url|netrc|keyring) for \S+"),
    _pattern("asking", r"Getting (?:credentials|password) from keyring for (?P<service>\S+)"),
    _pattern("provider", r"Keyring provider set: {name}", VERBOSE, "23.1"),
    _pattern("outdated", r"Keyring is skipped due to an exception: Keyring util is outdated", INFO, "26.2"),
    _pattern("skipped-keyring", r"Keyring is skipped due to an exception: {rest}", INFO),
    _pattern("looking-up", r'Looking up "{url}" in the cache', LIBRARY),
    _pattern("age", r"Current age based on date: (?P<age>\d+)", LIBRARY),
    _pattern("bypassed", r'Request header has "max_age" as 0, cache bypassed', LIBRARY, until="26.1"),
    _pattern("fresh", r'The response is "fresh", returning cached response', LIBRARY),
    _pattern("kept-redirect", r"Returning cached permanent redirect response", LIBRARY),
    _pattern("connecting", r"Starting new (?P<scheme>HTTPS?) connection \(\d+\): (?P<host>\S+)", LIBRARY),
    _pattern(
        "answered",
        r'(?P<server>https?://\S+) "(?P<method>[A-Z]+) (?P<target>\S+)(?: HTTP/\d(?:\.\d)?)?" {status} ',
        LIBRARY,
    ),
    _pattern("again", r"Retry: (?P<target>\S+)", LIBRARY),
    _pattern(
        "broken", r"Retrying \(Retry\(total=[^()]*\)+ after connection broken by '(?P<why>.*)': (?P<target>\S+)", INFO
    ),
    _pattern("uncached", r"Status code \d+ not in \(200, 203, 300, 301\)", LIBRARY, until="21.3"),
    _pattern("uncached", r"Status code \d+ not in \(200, 203, 300, 301, 308\)", LIBRARY, "22.0"),
    _pattern("fetched", r"Fetched page {url} as (?P<type>.*)", since="22.2"),
    _pattern("skipped", r"Skipping page {url} because the \w+ request got Content-Type: (?P<type>.*?)\. ?The ", INFO),
    _pattern("link", r"Found link (?=.*, version: \S){url}(?: \(from {rest}\))?.*, version: \S+"),
    _pattern("misfit", r"Link requires a different Python {rest}", VERBOSE),
    _pattern("misfit", r"Skipping link: (?!not a file){rest}"),
    _pattern(
        "uncertified",
        r"Could not fetch URL {url}: There was a problem confirming the ssl certificate: (?P<why>.*) - skipping",
        INFO,
    ),
    _pattern("unfetched", r"Could not fetch URL {url}: (?P<why>.*) - skipping"),
    _pattern("incorrect", r"401 Error, Credentials not correct for {url}", INFO),
    _pattern("untrusted", r"The repository located at (?P<host>.+?) is not a trusted or secure host", INFO),
    _pattern("unfollowed", r"Not following redirect from {url} to ", INFO, "26.3"),
    _pattern("prompt", r"User for (?P<netloc>(?:<[^<>]*>|[^\s:])++(?::\d+)?):(?P<rest>.*)", INFO),
    _pattern("password", r"Password:", INFO),
    _pattern("collecting", r"Collecting {name}", INFO),
    _pattern("using", r"Using cached (?P<file>\S+)", INFO),
    _pattern("using", r"Downloading (?P<file>\S+)", INFO),
    _pattern("using", r"Obtaining dependency information for \S+ from (?P<file>\S+)", INFO, "22.3"),
    _pattern("local", r"Processing (?P<file>\S+\.(?:whl|zip|tgz|tar\.\w+))$", INFO),
    _pattern("unsatisfied", r"Could not find a version that satisfies the requirement {name}{rest}", INFO),
    _pattern("nothing", r"No matching distribution found for {name}", INFO),
    _pattern("file-refused", r"HTTP error {status} while getting {url}(?: \(from (?P<page>https?://[^\s)]+)\))?", INFO),
    _pattern(
        "unreached",
        r"Could not install packages due to an (?:OS|Environment)Error: (?P<why>HTTPS?ConnectionPool.*)",
        INFO,
    ),
    _pattern("exception", r"Exception:", INFO),
    _pattern("patched", r'File ".*pipenv[/\\]patched[/\\]pip[/\\]', INFO),
    _pattern("traced", r'File ".*pip[/\\]basecommand\.py"', INFO),
    _pattern("searching", r'File ".*pip[/\\](?:_internal[/\\])?commands[/\\]search\.py"', INFO),
    _pattern("eof", r"EOFError: ", INFO),
    _pattern("cause", r"pip\._vendor\.requests\.exceptions\.(?P<cause>\w+): ", INFO),
    _pattern("cause", r"json\.decoder\.(?P<cause>JSONDecodeError): ", INFO),
)
"""Messages, without what stands before them."""

_PREFIXES: Final = ("Error: ", "STDOUT: ", "STDERR: ", "WARNING: ", "ERROR: ")
"""What pip puts before a message, and before that those who ran it: GitHub, serverless."""
_OTHER: Final = "*0123456789hjp"
"""With which letters lines begin whose first word is not always the same."""
_BY_WORD: Final[dict[str, list[Pattern]]] = {}
for _one in PATTERNS:
    _first = _one.form.pattern.partition(" ")[0].replace("\\", "")
    _BY_WORD.setdefault(_first if re.fullmatch(r"[\w.:\[\]]+", _first) else "", []).append(_one)


def matches(text: str) -> tuple[Pattern, re.Match[str]] | None:
    """Return what a message is."""
    for prefix in _PREFIXES:
        text = text.removeprefix(prefix)
    for pattern in _BY_WORD.get(text.partition(" ")[0]) or (_BY_WORD[""] if text[:1] in _OTHER else ()):
        found = pattern.form.match(text)
        if found is not None:
            return pattern, found
    return None


def kinds() -> Iterator[str]:
    """Return the kinds of messages, each once."""
    return iter(dict.fromkeys(pattern.kind for pattern in PATTERNS))
