"""What is known of a provider of package indexes, and how one is recognised by what it shows anyway.

Nothing is asked for it: the URL of the index and the answers that the lookup got are all that is looked at. What is
not certain says so in a field `sure`, so that a rule can word it as a possibility.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from idxdoctor.model.exchange import Answer
from idxdoctor.model.url import Url

Meant: TypeAlias = Literal["no credentials", "wrong credentials", "no permission", "no such package", "blocked"]

_REALM: Final = re.compile(r'realm="([^"]*)"', re.IGNORECASE)
_LOOKED_AT: Final = 4096
_SHOWN: Final = 60


class Sign(NamedTuple):
    """What shows a provider: a regular expression for each thing that must match, all of them at once.

    `host` and `realm` are matched in full, `path`, `location` and `body` anywhere, `server` from its beginning;
    `header` is a header's name in lower case. `body_says` tells in words what `body` finds.
    """

    host: str | None = None
    path: str | None = None
    realm: str | None = None
    server: str | None = None
    location: str | None = None
    header: str | None = None
    body: str | None = None
    body_says: str = ""
    sure: bool = True

    def seen_in(self, url: Url, answer: Answer | None) -> str | None:
        """Return what was seen, in words, or None where anything is missing."""
        parts = [*self._in_url(url), *self._in_answer(answer)]
        return None if None in parts or not parts else " and ".join(part for part in parts if part)

    @property
    def needs_answer(self) -> bool:
        """Say whether the URL alone does not show it."""
        return any((self.realm, self.server, self.location, self.header, self.body))

    def _in_url(self, url: Url) -> Iterator[str | None]:
        if self.host is not None:
            yield f"its host is {url.host}" if re.fullmatch(self.host, url.host) else None
        if self.path is not None:
            found = re.search(self.path, url.path)
            yield f"its path has {found[0]}" if found else None

    def _in_answer(self, answer: Answer | None) -> Iterator[str | None]:
        headers = answer.headers if answer is not None else {}
        if self.realm is not None:
            realms = _REALM.findall(headers.get("www-authenticate", ""))
            realm = next((realm for realm in realms if re.fullmatch(self.realm, realm)), None)
            yield None if realm is None else f'its realm is "{realm[:_SHOWN]}"'
        if self.server is not None:
            server = headers.get("server", "")
            yield f'its Server header is "{server[:_SHOWN]}"' if re.match(self.server, server) else None
        if self.location is not None:
            yield "its Location says so" if re.search(self.location, headers.get("location", "")) else None
        if self.header is not None:
            yield f"its answer has the header {self.header}" if self.header in headers else None
        if self.body is not None:
            text = answer.body[:_LOOKED_AT].decode("latin-1") if answer is not None else ""
            yield self.body_says if re.search(self.body, text) else None


class Convention(NamedTuple):
    """Which username goes with the password or token.

    `accepts` matches, in full, every username that can work; None where any can. `usual` is one that may be written
    out for everybody. Where `sure` is false there may be others.
    """

    text: str
    accepts: str | None = None
    usual: str | None = None
    sure: bool = True


class Meaning(NamedTuple):
    """What a status means at the provider, or may mean where it is not `sure`."""

    status: int
    means: Meant
    sure: bool = True
    note: str = ""


class Keyring(NamedTuple):
    """A package for the keyring program: the username that it answers for, and the services that it knows."""

    package: str
    username: str | None
    services: str


class Provider(NamedTuple):
    """A provider: how it shows itself, who one is there, and what its answers mean.

    `obtained` says in one sentence how credentials are had, `shape` what an index URL looks like. Of one that is
    `obvious` a report need not say what its URL says.
    """

    name: str
    signs: tuple[Sign, ...]
    shape: str
    sources: tuple[str, ...]
    username: Convention | None = None
    obtained: str | None = None
    answers: tuple[Meaning, ...] = ()
    keyring: Keyring | None = None
    obvious: bool = False

    def may_mean(self, status: int, *means: Meant) -> Meaning | None:
        """Return what a status means there, of these meanings; None where it is not known to mean any."""
        return next((one for one in self.answers if one.status == status and one.means in means), None)


class Recognition(NamedTuple):
    """A provider that was recognised, by what, and whether nobody else looks so."""

    provider: Provider
    by: str
    sure: bool

    def __str__(self) -> str:
        return f"{self.provider.name}{'' if self.sure else ', it seems'}: {self.by}"
