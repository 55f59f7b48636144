"""The scenario format, key by key. The loader and `idxdoctor schema scenario` both follow it."""

from __future__ import annotations

from typing import Any, Final

from idxdoctor.config.names import package_name
from idxdoctor.model.errors import InputError
from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError
from idxdoctor.model.versions import version_range
from idxdoctor.scenario.model import (
    NOBODY,
    STRANGER,
    Clients,
    Expectation,
    ExpectedExchange,
    Given,
    KeyringEntry,
    Reply,
    Rule,
    Scenario,
    Server,
)
from idxdoctor.scenario.shapes.collections import Key, ListOf, MapOf, Record
from idxdoctor.scenario.shapes.forms import Mapped, Nullable, ScalarOr
from idxdoctor.scenario.shapes.scalars import Choice, Flag, Seconds, Text, Whole

NO_STATUS: Final = -1


def _url(text: str) -> Url:
    try:
        return Url.parse(text)
    except UrlError as error:
        raise ValueError(f"this is no URL: {error}") from None


def _origin_url(text: str) -> Url:
    url = _url(text)
    if url != Url(url.scheme, url.host, url.port) or not url.host:
        raise ValueError("a server is an origin, `https://host` or `https://host:port`, and has no path")
    return url


def _clients(text: str) -> Clients:
    name, _, versions = text.partition(" ")
    if not versions and "=" in name:
        position = min(name.find(sign) for sign in "<>=!~" if sign in name)
        name, versions = name[:position], name[position:]
    try:
        return Clients(name, version_range(versions))
    except ValueError:
        raise ValueError("`client SPECIFIERS` is wanted, such as `uv >=0.7.0,<0.7.4`") from None


def _package(text: str) -> str:
    try:
        return package_name(text)
    except InputError as error:
        raise ValueError(error.message) from None


TEXT: Final = Text(str)
URL: Final = Text(_url)
STATUS: Final = Whole(100, 999)


def _rule(answer: Reply, path: str = "*", as_: str | None = None, times: int | None = None) -> Rule:
    return Rule(answer, path, as_, times)


def _exchange(get: Url, status: int, as_: str | None = None) -> ExpectedExchange:
    return ExpectedExchange(get, None if as_ == NOBODY else as_, None if status == NO_STATUS else status)


def _reply(**values: Any) -> Reply:  # noqa: ANN401 - the keys of ANSWER, which give each its type
    kinds = [key for key in ("page", "redirect", "drop") if key in values]
    if len(kinds) > 1:
        raise ValueError(f"an answer can't be both a {kinds[0]} and a {kinds[1]}")
    if "redirect" in values:
        values.setdefault("status", 302)
    if "body" in values and kinds:
        raise ValueError(f"an answer with a {kinds[0]} has no body of its own")
    return Reply(**values)


def _server(url: Url, accounts: dict[str, Secret] | None = None, rules: tuple[Rule, ...] = ()) -> Server:
    accounts = accounts or {}
    for rule in rules:
        if rule.who not in {None, NOBODY, STRANGER, *accounts}:
            raise ValueError(f"a rule is for '{rule.who}', which is no account of this server, {NOBODY} or {STRANGER}")
        if rule.answer.drop == "proxy" and url.scheme != "https":
            raise ValueError("a proxy opens connections to https servers only; for http it answers 407 itself")
    return Server(url, accounts, rules)


def _aliased(build: Any, **names: str) -> Any:  # noqa: ANN401 - a constructor under other names
    """Return `build` with keys that are Python keywords given under another name."""

    def built(**values: object) -> object:
        return build(**{names.get(key, key): value for key, value in values.items()})

    return built


KEYRING_ENTRY: Final = Record(
    KeyringEntry,
    {
        "service": Key(TEXT, "the service that the client asks for: a URL or a host", required=True),
        "username": Key(TEXT, "the account's name", required=True),
        "password": Key(Text(Secret), "its made-up password", required=True),
    },
)
GIVEN: Final = Record(
    Given,
    {
        "packages": Key(ListOf(Text(_package)), "what is to be installed; left out: what the project depends on"),
        "env": Key(MapOf(TEXT), "environment variables"),
        "command": Key(MapOf(TEXT), "by client: the command that is run, such as `lock` or `pip compile`"),
        "args": Key(MapOf(ListOf(TEXT)), "by client: what follows the command"),
        "files": Key(MapOf(TEXT), "by path from the project folder, or from the home folder with `~/`: a file's text"),
        "keyring": Key(ListOf(KEYRING_ENTRY), "what the keyring program knows"),
    },
)
ANSWER: Final = Record(
    _reply,
    {
        "status": Key(STATUS, "the HTTP status; 200, or 302 for a redirect, if left out"),
        "headers": Key(MapOf(TEXT), "headers by name"),
        "body": Key(TEXT, "the body; text/html unless a header says otherwise"),
        "delay": Key(Seconds(), "seconds until the answer comes"),
        "page": Key(ListOf(TEXT), "a simple page that lists these versions"),
        "json": Key(Flag(), "the page is JSON (PEP 691)"),
        "files": Key(URL, "the URL below which the page's files lie; `<origin>/files/` if left out"),
        "redirect": Key(TEXT, "the Location of a redirect"),
        "drop": Key(Choice(("connect", "proxy", "reset", "timeout", "tls")), "no answer at all, and why"),
    },
)
RULE: Final = Record(
    _aliased(_rule, **{"as": "as_"}),
    {
        "path": Key(TEXT, "matches the URL's path; `*` is any run of characters; left out: any path"),
        "as": Key(TEXT, "an account, `nobody` or `stranger`; left out: anyone"),
        "times": Key(Whole(1, 1_000_000), "the rule answers only its first so many matches"),
        "answer": Key(
            ScalarOr(Mapped(STATUS, lambda status: Reply(status=status)), ANSWER), "a status, or more", required=True
        ),
    },
)
SERVER: Final = Record(
    _server,
    {
        "url": Key(Text(_origin_url), "the server's origin", required=True),
        "accounts": Key(MapOf(Text(Secret)), "passwords by account"),
        "rules": Key(ListOf(RULE), "tried in order; the first that matches answers; none: 404"),
    },
)
EXCHANGE: Final = Record(
    _aliased(_exchange, **{"as": "as_"}),
    {
        "get": Key(URL, "the URL that is asked", required=True),
        "as": Key(TEXT, "an account, `stranger` or `nobody`"),
        "status": Key(Nullable(STATUS, NO_STATUS), "the status of the answer, null where none comes", required=True),
    },
)
EXPECTATION: Final = Record(
    Expectation,
    {
        "clients": Key(ListOf(Text(_clients)), "such as `uv >=0.7.0,<0.7.4`", required=True),
        "package": Key(Text(_package), "the package that this is about; left out: every one"),
        "ends": Key(Choice(("found", "not-found", "stopped", "failed")), "how the search ends", required=True),
        "at": Key(URL, "the index at which it ends"),
        "status": Key(STATUS, "the status with which it ends"),
        "exchanges": Key(ListOf(EXCHANGE), "all requests for simple pages and redirects, in order"),
        "files": Key(ListOf(EXCHANGE), "requests for files and their metadata, in order"),
        "findings": Key(ListOf(TEXT), "codes that the diagnosis must give, and no others"),
        "unlike": Key(ListOf(TEXT), "codes of causes that this only looks like, which must not be given"),
    },
)
SCENARIO: Final = Record(
    Scenario,
    {
        "id": Key(Text(str, pattern="^[a-z0-9][a-z0-9-]*$"), "the file's name without .yaml", required=True),
        "title": Key(TEXT, "what happens, in one line", required=True),
        "sources": Key(ListOf(TEXT), "where this was reported"),
        "about": Key(TEXT, "more about it"),
        "ended": Key(TEXT, "what put an end to it: a release, a change of configuration"),
        "given": Key(GIVEN, "what the user gave", required=True),
        "servers": Key(
            ListOf(SERVER), "how each host answers; a host that is not here can't be reached", required=True
        ),
        "expect": Key(ListOf(EXPECTATION), "what each client must do"),
    },
)


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "idxdoctor scenario",
        **SCENARIO.schema(),
    }
