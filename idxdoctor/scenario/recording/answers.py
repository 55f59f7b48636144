"""What a server answered, as the reply of a scenario's rule: only what clients and the diagnosis look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Final, NamedTuple
from urllib.parse import unquote

from idxdoctor.clients.simple_page import JSON_TYPE, ListedFile, listed_files
from idxdoctor.config.names import normalized_name
from idxdoctor.model.exchange import Exchange, Failure
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError
from idxdoctor.scenario.model import Drop, Reply
from idxdoctor.scenario.recording.pseudonyms import Pseudonyms
from idxdoctor.scenario.recording.words import known_words

DROPS: Final[Mapping[Failure, Drop]] = {
    Failure.NAME: "connect",
    Failure.CONNECT: "connect",
    Failure.PROXY: "proxy",
    Failure.RESET: "reset",
    Failure.BROKEN: "reset",
    Failure.TIMEOUT: "timeout",
    Failure.STALLED: "timeout",
    Failure.TLS: "tls",
}
HEADERS: Final = {
    name.lower(): name
    for name in (
        *("WWW-Authenticate", "Proxy-Authenticate", "Content-Type", "Retry-After", "Server", "Cache-Control"),
        *("Expires", "Vary", "X-Artifactory-Id", "X-JFrog-Version", "X-Devpi-Server-Version", "X-Devpi-API-Version"),
        *("X-Cache", "Location"),
    )
}
LONGEST_BODY: Final = 600
_LOOKED_AT: Final = 65536
_REDIRECTS: Final = range(300, 400)


class _File(NamedTuple):
    """A file that a page lists: its made-up URL, the name that ends it, and whether its metadata is offered."""

    base: str
    name: str
    has_metadata: bool


def reply_of(exchange: Exchange, names: Pseudonyms) -> Reply:
    """Return the reply that answers as the server did."""
    answer = exchange.answer
    if answer.status is None:
        return Reply(drop=DROPS[answer.failure or Failure.RESET])
    headers = dict(_headers(answer.headers))
    location = answer.headers.get("location")
    if answer.status in _REDIRECTS and location is not None:
        return Reply(answer.status, headers, redirect=_location(exchange, location, names))
    if location is not None:
        headers["Location"] = _other_location(exchange.request.url, location, names)
    if answer.status == 200 and (page := _page(exchange, headers, names)) is not None:
        return page
    body = known_words(answer.body[:_LOOKED_AT].decode("utf-8", "replace"))[:LONGEST_BODY] or None
    if body is not None or "Content-Type" in headers:
        return Reply(answer.status, headers, body=body or "")
    return Reply(answer.status, headers)


def _headers(answered: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in answered.items():
        if name in HEADERS and name != "location":
            yield HEADERS[name], known_words(value)


def _location(exchange: Exchange, location: str, names: Pseudonyms) -> str:
    """Return the Location of a redirect, relative where it was; one that leads nowhere still does."""
    target = exchange.redirect
    if target is None:
        return "https://[nowhere"
    mapped = names.url(target)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", location):
        return full_text(mapped)
    whole = full_text(mapped.bare())
    rest = whole[len(f"{mapped.scheme}:") :]
    return rest if location.startswith("//") else "/" + rest[2:].partition("/")[2]


def _other_location(url: Url, location: str, names: Pseudonyms) -> str:
    try:
        return full_text(names.url(url.join(location)))
    except UrlError:
        return "nowhere"


def full_text(url: Url) -> str:
    """Return a URL whole, with what is made up in it."""
    password = "" if url.password is None else f":{url.password.reveal()}"
    userinfo = f"{url.username}{password}@" if url.username or password else ""
    scheme, _, rest = url.reveal().partition("://")
    fragment = "" if url.fragment is None else f"#{url.fragment}"
    return f"{scheme}://{userinfo}{rest}{fragment}"


def _page(exchange: Exchange, headers: dict[str, str], names: Pseudonyms) -> Reply | None:
    """Return a page with the files that this one lists, as versions where they are wheels of one project."""
    listed = listed_files(exchange.answer)
    files = list(_files(exchange.request.url, listed, names))
    if not files:
        return None
    is_json = exchange.answer.headers.get("content-type", "").partition(";")[0] == JSON_TYPE
    versions = _versions(exchange.request.url, files, names)
    if versions is None:
        return Reply(200, headers | ({"Content-Type": "text/html"} if is_json else {}), body="\n".join(_anchors(files)))
    own = f"{names.url(exchange.request.url).origin}/files"
    base = files[-1].base
    kept = {name: value for name, value in headers.items() if name != "Content-Type"}
    return Reply(200, kept, page=versions, json=is_json, files=None if base == own else Url.parse(base))


def _files(page: Url, listed: list[ListedFile], names: Pseudonyms) -> Iterator[_File]:
    for file in listed:
        try:
            url = names.url(page.join(file.url)).bare()
        except UrlError:
            continue
        name = names.file_name(unquote(page.join(file.url).path.rpartition("/")[2]))
        if name is not None:
            base = full_text(url).partition("#")[0].partition("?")[0].rpartition("/")[0]
            yield _File(base, name, file.has_metadata)


def _versions(url: Url, files: list[_File], names: Pseudonyms) -> tuple[str, ...] | None:
    """Return the versions of which a page has wheels, the newest two; None where it is no page of one project."""
    segments = names.path(url.path).rstrip("/").rpartition("/")
    projects = {normalized_name(file.name.partition("-")[0]) for file in files}
    wheels = [file for file in files if file.name.endswith(".whl")]
    if projects != {normalized_name(segments[2])} or not wheels or any(file.has_metadata for file in wheels):
        return None
    found = list(dict.fromkeys(file.name.split("-")[1] for file in wheels))
    from packaging.version import Version

    return tuple(sorted(found, key=Version)[-2:])


def _anchors(files: list[_File]) -> Iterator[str]:
    """Return links to the last files of each project."""
    by_project: dict[str, list[_File]] = {}
    for file in dict.fromkeys(files):
        by_project.setdefault(normalized_name(file.name.partition("-")[0]), []).append(file)
    for own in by_project.values():
        for file in own[-2:]:
            offered = ' data-core-metadata="true"' if file.has_metadata else ""
            yield f'<a href="{escape(f"{file.base}/{file.name}")}"{offered}>{escape(file.name)}</a>'
