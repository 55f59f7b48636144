"""A scenario as values: what the user gave, how the servers answer, what each client must do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from idxdoctor.model.secret import Secret
from idxdoctor.model.url import Url
from idxdoctor.model.versions import VersionRange

Drop: TypeAlias = Literal["connect", "proxy", "reset", "timeout", "tls"]
NOBODY = "nobody"
STRANGER = "stranger"
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


class KeyringEntry(NamedTuple):
    """What the keyring program knows."""

    service: str
    username: str
    password: Secret


@dataclass(frozen=True, slots=True)
class Given:
    """What the user gave. Commands and arguments are by client; paths are from the project or `~/`."""

    packages: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict, repr=False)
    command: Mapping[str, str] = field(default_factory=dict)
    args: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    keyring: tuple[KeyringEntry, ...] = ()


class Reply(NamedTuple):
    """How a rule answers: a status with headers and body, a page, a redirect, or a dropped connection."""

    status: int = 200
    headers: Mapping[str, str] = _NONE
    body: str | None = None
    delay: float = 0.0
    page: tuple[str, ...] | None = None
    json: bool = False
    files: Url | None = None
    redirect: str | None = None
    drop: Drop | None = None


class Rule(NamedTuple):
    """The first rule of a server that matches a request answers it.

    `path` is matched by `fnmatch.fnmatchcase`; `who` is an account, `nobody`, `stranger`, or None for anyone;
    `times` None means without end.
    """

    answer: Reply
    path: str = "*"
    who: str | None = None
    times: int | None = None


class Server(NamedTuple):
    """One origin: its accounts with their passwords, and its rules."""

    url: Url
    accounts: Mapping[str, Secret] = _NONE
    rules: tuple[Rule, ...] = ()


class Clients(NamedTuple):
    """The versions of one client that an expectation is about."""

    name: str
    versions: VersionRange


class ExpectedExchange(NamedTuple):
    """One request that must be seen: its URL, who it is taken for (None: nobody), its status (None: no answer)."""

    get: Url
    who: str | None
    status: int | None


class Expectation(NamedTuple):
    """What clients must do. What is None is not looked at; `package` None means every package.

    `unlike` are the codes of causes that this only looks like.
    """

    clients: tuple[Clients, ...]
    ends: str
    package: str | None = None
    at: Url | None = None
    status: int | None = None
    exchanges: tuple[ExpectedExchange, ...] | None = None
    files: tuple[ExpectedExchange, ...] | None = None
    findings: tuple[str, ...] | None = None
    unlike: tuple[str, ...] = ()


class Scenario(NamedTuple):
    """A whole world. `file` is where it was read from, `ended` what put an end to the trouble."""

    id: str
    title: str
    given: Given
    servers: tuple[Server, ...]
    file: str = ""
    sources: tuple[str, ...] = ()
    about: str = ""
    ended: str | None = None
    expect: tuple[Expectation, ...] = ()
