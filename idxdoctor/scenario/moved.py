"""A scenario whose servers stand elsewhere: wherever it names one of them, it names the other place.

What hangs on the names themselves changes with them: a netrc entry is for a host whatever its port, and two hosts
that are now two ports of one share theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from idxdoctor.config.netrc import netrc_words
from idxdoctor.model.url import Origin, Url
from idxdoctor.model.url_parts import UrlError
from idxdoctor.scenario.model import Given, KeyringEntry, Reply, Rule, Scenario, Server

NETRC: Final = ("~/.netrc", "~/_netrc")
_END: Final = r"""(?=[/?#\s"'<>\\,;&()\[\]{}|`]|\Z)"""
_HOST: Final = r"""(?P<host>[^\s/@"'<>\\:?#,;&()\[\]{}|$%`]+|\[[0-9A-Fa-f:.]+\])(?P<port>:[0-9]{1,5})?"""
_URL: Final = re.compile(
    rf"""(?P<scheme>https?)://(?P<userinfo>[^\s/"'<>\\?#]*@)?{_HOST}{_END}""",
    re.IGNORECASE,
)
_WITHOUT_SCHEME: Final = re.compile(rf"""(?P<before>["'=]|\A)//{_HOST}{_END}""")
_OVER_TLS: Final = frozenset({"tls", "proxy"})


def named_origins(scenario: Scenario) -> list[Origin]:
    """Return the origins of the scenario's servers, then all others that a URL anywhere in it names."""
    texts = (*_given_texts(scenario.given), *(text for server in scenario.servers for text in _texts_of(server)))
    named = (origin for text in texts for match in _URL.finditer(text) if (origin := _origin(match)))
    files = (rule.answer.files for server in scenario.servers for rule in server.rules)
    return list(
        dict.fromkeys(
            (*(server.url.origin for server in scenario.servers), *named, *(url.origin for url in files if url))
        )
    )


def moved(scenario: Scenario, places: Mapping[Origin, Origin]) -> Scenario:
    """Return the scenario with every origin of `places` at its new place; it expects nothing any more.

    Where a server that spoke TLS no longer does, a failure of TLS is a closed connection.
    """
    servers = tuple(_server(server, places) for server in scenario.servers)
    return scenario._replace(given=_given(scenario.given, places), servers=servers, expect=())


def moved_text(text: str, places: Mapping[Origin, Origin]) -> str:
    """Return a text with every URL in it at its new place."""

    def placed(match: re.Match[str]) -> str:
        place = places.get(origin) if (origin := _origin(match)) else None
        return match[0] if place is None else f"{place.scheme}://{match['userinfo'] or ''}{place.netloc}"

    return _URL.sub(placed, text)


def moved_url(url: Url, places: Mapping[Origin, Origin]) -> Url:
    """Return a URL at its new place."""
    place = places.get(url.origin)
    return url if place is None else replace(url, scheme=place.scheme, host=place.host, port=_port(place))


def moved_service(service: str, places: Mapping[Origin, Origin]) -> str:
    """Return a keyring's service as clients ask for it at its new place: a URL, or a host with its port."""
    return _services(service, places)[0]


def _services(service: str, places: Mapping[Origin, Origin]) -> list[str]:
    if "://" in service:
        return [moved_text(service, places)]
    return [place.netloc for origin, place in places.items() if origin.netloc == service] or [service]


def _port(place: Origin) -> int | None:
    return Url.parse(str(place)).port


def _origin(match: re.Match[str], scheme: str | None = None) -> Origin | None:
    try:
        return Url.parse(f"{scheme or match['scheme']}://{match['host']}{match['port'] or ''}").origin
    except UrlError:
        return None


def _given_texts(given: Given) -> Iterator[str]:
    yield from given.env.values()
    yield from given.files.values()
    yield from (argument for arguments in given.args.values() for argument in arguments)
    yield from (entry.service for entry in given.keyring)


def _texts_of(server: Server) -> Iterator[str]:
    for rule in server.rules:
        yield from (text for text in (rule.answer.redirect, rule.answer.body) if text)
        yield from rule.answer.headers.values()


def _given(given: Given, places: Mapping[Origin, Origin]) -> Given:
    return replace(
        given,
        env={name: moved_text(value, places) for name, value in given.env.items()},
        args={name: tuple(moved_text(word, places) for word in words) for name, words in given.args.items()},
        files={name: _file(given, name, text, places) for name, text in given.files.items()},
        keyring=tuple(one for entry in given.keyring for one in _keyring(entry, places)),
    )


def _file(given: Given, name: str, text: str, places: Mapping[Origin, Origin]) -> str:
    is_netrc = name in NETRC or name == given.env.get("NETRC")
    return moved_text(_netrc(text, places) if is_netrc else text, places)


def _netrc(text: str, places: Mapping[Origin, Origin]) -> str:
    """Return a netrc file whose machines have the names of their new places, which have no ports there."""
    names = {origin.host: place.host for origin, place in places.items()}
    words = list(netrc_words(text))
    for before, word in reversed(list(pairwise(words))):
        if before.text == "machine" and not before.is_value and word.text in names:
            text = text[: word.start] + names[word.text] + text[word.end :]
    return text


def _keyring(entry: KeyringEntry, places: Mapping[Origin, Origin]) -> list[KeyringEntry]:
    """Return the entry for the new place, or places where a host has several ports that a name leaves out."""
    return [entry._replace(service=service) for service in _services(entry.service, places)]


def _server(server: Server, places: Mapping[Origin, Origin]) -> Server:
    rules = tuple(rule._replace(answer=_reply(rule, server, places)) for rule in server.rules)
    return server._replace(url=moved_url(server.url, places), rules=rules)


def _reply(rule: Rule, server: Server, places: Mapping[Origin, Origin]) -> Reply:
    def text(value: str) -> str:
        return _relative(moved_text(value, places), server.url.scheme, places)

    reply, place = rule.answer, places.get(server.url.origin)
    without_tls = place is not None and place.scheme == "http" and reply.drop in _OVER_TLS
    return reply._replace(
        headers={name: text(value) for name, value in reply.headers.items()},
        body=_or_none(reply.body, text),
        files=None if reply.files is None else moved_url(reply.files, places),
        redirect=_or_none(reply.redirect, text),
        drop="reset" if without_tls else reply.drop,
    )


def _or_none(text: str | None, change: Callable[[str], str]) -> str | None:
    return None if text is None else change(text)


def _relative(text: str, scheme: str, places: Mapping[Origin, Origin]) -> str:
    """Return a text with references that leave out the scheme at their new places."""

    def placed(match: re.Match[str]) -> str:
        place = places.get(origin) if (origin := _origin(match, scheme)) else None
        return match[0] if place is None else f"{match['before']}//{place.netloc}"

    return _WITHOUT_SCHEME.sub(placed, text)
