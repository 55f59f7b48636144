"""A username and a password, where they came from, and where they may go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from idxdoctor.model.secret import HiddenSecret, Secret, shown_username
from idxdoctor.model.url import Origin, Url


class Provenance(NamedTuple):
    """Where a value came from, as a person would say it: `UV_EXTRA_INDEX_URL, 2nd URL`, `~/.netrc:3`.

    `file` and `line` (from 1) are set where it stands in a file, so that a report can point at it.
    """

    label: str
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        return self.label

    @classmethod
    def at(cls, file: str, line: int | None) -> Provenance:
        """Return the provenance of what stands in `file` at `line`."""
        return cls(file if line is None else f"{file}:{line}", file, line)


class Reach(NamedTuple):
    """The servers that a credential was configured for: one origin, one host (netrc), or any (netrc's default)."""

    origin: Origin | None = None
    host: str | None = None

    @classmethod
    def of_service(cls, service: str) -> Reach:
        """Return the reach of what a keyring gave for a service: a URL's origin, or a host, whatever its port."""
        if "://" in service:
            return cls(origin=Url.parse(service).origin)
        return cls(host=service.partition(":")[0])

    def covers(self, origin: Origin) -> bool:
        """Say whether the credential was meant for a server at `origin`."""
        if self.origin is not None:
            return self.origin == origin
        return self.host is None or self.host == origin.host


ANYWHERE: Final = Reach()


def shown_service(service: str) -> str:
    """Return a keyring service as it may be shown: where it is a URL, with what is secret in it masked."""
    if "://" not in service:
        return service
    shown = str(Url.parse(service))
    return service if shown == f"{service}/" else shown


@dataclass(frozen=True, slots=True)
class Credential:
    """What a client may put into an Authorization header.

    `username` and `password` are decoded; `password` None means that nobody gave one, which the wire can't
    tell from an empty one. A `bearer` credential has a token for a password and no
    username. Equality is that of what is sent: provenance is only for showing.
    """

    username: str | None = field(repr=False)
    password: Secret | None = field(repr=False)
    provenance: Provenance = field(compare=False)
    reach: Reach = field(compare=False)
    bearer: bool = False

    @classmethod
    def from_url(cls, url: Url, provenance: Provenance) -> Credential | None:
        """Return what the URL's userinfo holds, or None where it has none."""
        if not url.username and url.password is None:
            return None
        return cls(url.decoded_username or None, url.decoded_password, provenance, Reach(url.origin))

    @property
    def is_complete(self) -> bool:
        """Say whether there is a password, though it may be empty."""
        return self.password is not None

    @property
    def is_hidden(self) -> bool:
        """Say whether it was read from a log that masks the password, so that nobody knows it."""
        return isinstance(self.password, HiddenSecret)

    @property
    def shown_name(self) -> str:
        """Return the username as it may be shown; a lone one, which may be a token, is masked."""
        return shown_username(self.username or "", self.password)

    def __str__(self) -> str:
        if self.bearer:
            return "a token"
        name = self.shown_name or "(no username)"
        return name if self.is_complete else f"{name} without a password"


def whom(credential: Credential | None) -> str:
    """Return as whom a request with these credentials is made, as the end of a sentence."""
    if credential is None:
        return "without credentials"
    return "with a token" if credential.bearer else f"as {credential}"
