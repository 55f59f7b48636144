"""What uv logs about requests: each message as a pattern, and the releases that print it.

uv: uv-auth/src/middleware.rs, cache.rs, keyring.rs; uv-client/src/cached_client.rs, base_client.rs, retry.rs,
registry_client.rs, httpcache/mod.rs. URLs stand in backticks from 0.12.22 on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_PARTS: Final = {
    "{url}": r"`?(?P<url>[^\s`]+)`?",
    "{name}": r"`?(?P<name>[\w.-]+)`?",
    "{status}": r"(?P<status>\d{3})",
    "{rest}": r"(?P<rest>.*)",
    "{key}": r"`?(?P<key>[^\s`]+)`?",
}


class Pattern(NamedTuple):
    """A message: its kind, its form, and the first and last release with it (None: still there)."""

    kind: str
    form: re.Pattern[str]
    level: str
    since: str
    until: str | None


def _pattern(kind: str, form: str, level: str = "TRACE", since: str = "0.6.0", until: str | None = None) -> Pattern:
    for part, pattern in _PARTS.items():
        form = form.replace(part, pattern)
    return Pattern(kind, re.compile(form), level, since, until)


PATTERNS: Final = (
    _pattern("version", r"uv (?P<version>\d+\.\d+\.\d+\S*)", "DEBUG"),
    _pattern("unnamed", r"Read credentials for index `?(?P<url>https?://[^\s`]+)", since="0.8.14"),
    _pattern("seed", r"Caching credentials for {url}"),
    _pattern("fetching", r"Fetching metadata for `(?P<name>[\w.-]+)` from `(?P<url>[^\s`]+)", since="0.12.22"),
    _pattern("fetching", r"Fetching metadata for (?P<name>[\w.-]+) from (?P<url>\S*\*@\S+)", since="0.7.9"),
    _pattern("fetching", r"Fetching metadata for {name} from {url}"),
    _pattern("uncached", r"No cache entry for: {url}", "DEBUG"),
    _pattern("flat", r"No cache entry exists for \S*[/\\]flat-index-v\d+[/\\]"),
    _pattern("listed", r"Found \d+ packages? in `--find-links` entry: {url}", "DEBUG"),
    _pattern("listed", r"No packages found in `--find-links` entry: {url}", "WARN"),
    _pattern("kept", r"Found (?:fresh|stale \(but allowed\)) response for: {url}", "DEBUG"),
    _pattern("stale", r"Found stale response for: {url}", "DEBUG"),
    _pattern(
        "age",
        r"Request (?:to )?{url} does not have a fresh cache(?: entry)? because "
        r"(?:its|the cached response's) age is (?P<age>\d+) seconds",
    ),
    _pattern("revalidating", r"Sending revalidation request for: {url}", "DEBUG"),
    _pattern("unmodified", r"Found not-modified response for: {url}", "DEBUG"),
    _pattern("changed", r"Resource is modified because status is {status}"),
    _pattern("modified", r"Found modified response for: {url}", "DEBUG"),
    _pattern("sending", r"Sending fresh (?P<method>[A-Z]+) request for {url}", until="0.9.25"),
    _pattern("sending", r"Sending fresh (?P<method>[A-Z]+) request for: {url}", "DEBUG", "0.9.26"),
    _pattern("answered", r"Received response for \w+ request with status {status}[^:]* for: {url}", since="0.9.26"),
    _pattern("handling", r"Handling request for {url}$", until="0.6.9"),
    _pattern(
        "handling",
        r"Handling request for `(?P<url>[^\s`]+)` with authentication policy (?P<policy>\w+)",
        since="0.12.22",
    ),
    _pattern("handling", r"Handling request for {url} with authentication policy (?P<policy>\w+)", since="0.6.10"),
    _pattern("given", r"Request for {url} is already fully authenticated", until="0.6.10"),
    _pattern("given", r"Request for {url} already contains username and password", since="0.6.11", until="0.10.12"),
    _pattern("given", r"Request for {url} already contains complete authentication", since="0.11.0"),
    _pattern("lone", r"Request for {url} is missing a password, looking for credentials"),
    _pattern("known", r"Request for {url} is fully authenticated"),
    _pattern("unproved", r"Found username for {url} in cache, attempting request"),
    _pattern("anonymous", r"Attempting unauthenticated request for {url}"),
    _pattern("partial", r"Attempting partially authenticated request for {url}"),
    _pattern("required", r"Checking for credentials for {url}"),
    _pattern("refused", r"Request for {url} failed with {status}.*, checking for credentials"),
    _pattern("again", r"Retrying request for {url} with (?P<how>credentials from cache |username from cache |){rest}"),
    _pattern("learnt", r"Updating cached credentials for {url} to {rest}"),
    _pattern("hit", r"Found cached credentials for (?P<where>URL|realm) {key}"),
    _pattern("miss", r"No (?:credentials|password) in cache for (?P<where>URL|realm) {key}"),
    _pattern("shared", r"Using credentials from previous fetch for {key}"),
    _pattern("unshared", r"Skipping fetch of credentials for {key}, previous attempt failed"),
    _pattern("no-netrc", r"No netrc file found", "DEBUG"),
    _pattern("unread-netrc", r"Error reading netrc file: {rest}", "WARN"),
    _pattern("netrc", r"Checking netrc for credentials for {url}", "DEBUG"),
    _pattern(
        "found",
        r"Found credentials in (?P<place>netrc|plaintext store|native store|keyring)(?: file)? for {url}",
        "DEBUG",
    ),
    _pattern("found", r"Found credentials from (?P<place>token store) for {url}", "DEBUG", "0.11.0", "0.12.6"),
    _pattern("found", r"Found (?P<place>Hugging Face|S3|GCS|Azure) credentials for {url}", "DEBUG", "0.8.1"),
    _pattern(
        "keyring",
        r"Checking keyring for credentials for (?:index URL |full URL )?`?(?P<name>.+)@(?P<url>https?://[^\s`]+)",
        "DEBUG",
    ),
    _pattern(
        "keyring-always",
        r"Checking keyring for credentials for (?:index URL )?{url} without username",
        "DEBUG",
        "0.6.9",
    ),
    _pattern("service", r"Checking keyring for (?P<where>URL|host|scheme\+host) {key}"),
    _pattern("no-keyring", r"Skipping keyring (?:lookup|fetch) for {url} (?:with no|without) username", "DEBUG"),
    _pattern("some-redirect", r"Received {status} redirect to {url}", "DEBUG", "0.6.15", "0.6.15"),
    _pattern("redirect", r"Received HTTP {status}[^`/.]* to {url}", "DEBUG", "0.7.0", "0.7.0"),
    _pattern("redirect", r"Received HTTP {status}[^`/]*\. Redirecting to {url}", "DEBUG", "0.7.14"),
    _pattern("crossing", r"Received a cross-origin redirect", "DEBUG", "0.7.14"),
    _pattern("transient", r"Transient request failure for: {url}", "DEBUG"),
    _pattern("failure", r"Transient request failure for `?(?P<url>[^\s`]+?)`?, retrying: {rest}", "DEBUG"),
    _pattern("outer", r"Transient failure while handling response from {url}; retrying", "DEBUG"),
    _pattern(
        "unsent",
        r"Considering retry of error: .*(?P<what>Missing credentials|Missing password|Incomplete credentials) for:? "
        r"`?(?P<url>https?://[^\s`)]+)",
        since="0.6.10",
    ),
    _pattern("final", r"Considering retry of (?:response HTTP )?{status} .*?for {url}", since="0.7.2"),
    _pattern("dump", r"Considering retry of error: (?P<rest>.*kind: Status\(.*)", until="0.7.1"),
    _pattern("dump", r"Considering retry of error: {rest}"),
    _pattern("dump", r"Attempting to retry error: {rest}", since="0.5.4", until="0.5.25"),
    _pattern("storable", r"Cached (?:request|response) {url} is (?:not )?storable because{rest}", until="0.8.4"),
    _pattern("storable", r"Response from {url} is (?:not )?storable because{rest}", since="0.8.5"),
    _pattern("stopped", r"Indexes search failed because of status code failure: {status}", "DEBUG", "0.7.0"),
    _pattern("versions", r"Solving with (?:installed|target) Python version", "DEBUG"),
    _pattern("versions", r"Adding (?:direct|transitive) dependency", "DEBUG"),
    _pattern("solving", r"Searching for (?:a compatible version|default Python interpreter) ", "DEBUG"),
    _pattern("solving", r"Identified uncached distribution: ", "DEBUG"),
    _pattern("seen-url", r"Adding authentication to already-seen URL: {url}", "DEBUG", "0.1.20", "0.1.32"),
    _pattern("uploaded", r"Response code for {url}: {status}", "DEBUG"),
    _pattern("received", r"Received package metadata for: {name}"),
    _pattern("installed", r"Selecting: {name}==\S+ \[installed\]", "DEBUG"),
    _pattern("chosen", r"Selecting: {name}==", "DEBUG"),
    _pattern("nothing", r"No compatible version found for: {name}", "DEBUG"),
)
"""Messages with a level."""

_BY_WORD: Final[dict[str, list[Pattern]]] = {}
for _one in PATTERNS:
    _BY_WORD.setdefault(_one.form.pattern.partition(" ")[0], []).append(_one)


def matches(text: str) -> tuple[Pattern, re.Match[str]] | None:
    """Return what a message is."""
    for pattern in _BY_WORD.get(text.partition(" ")[0], ()):
        found = pattern.form.match(text)
        if found is not None:
            return pattern, found
    return None


def kinds() -> Iterator[str]:
    """Return the kinds of messages, each once."""
    return iter(dict.fromkeys(pattern.kind for pattern in PATTERNS))


def words() -> Iterator[str]:
    """Return the words with which messages begin, each once."""
    return iter(_BY_WORD)
