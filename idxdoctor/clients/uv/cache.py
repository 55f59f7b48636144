"""uv's in-memory credentials: by realm (origin) and by URL (uv: uv-auth/src/cache.rs, all versions)."""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.model.credential import Credential
from idxdoctor.model.url import Origin, Url


class CredentialsCache:
    """What uv has learnt: credentials by (realm, username), by URL prefix, and the outcomes of fetches.

    `fetching` are the fetches that were begun, whether they are over or not.
    """

    def __init__(self) -> None:
        self._realms: dict[tuple[Origin, str | None], Credential] = {}
        self._urls: dict[tuple[Origin, tuple[str, ...]], Credential] = {}
        self.fetches: dict[tuple[str, str | None], Credential | None] = {}
        self.fetching: set[tuple[str, str | None]] = set()

    def insert(self, url: Url, credential: Credential) -> None:
        """Keep `credential` for `url` and its realm. An empty one is not kept."""
        if not credential.username and credential.password is None:
            return
        if credential.username:
            self._insert_realm((url.origin, credential.username), credential)
        self._insert_realm((url.origin, None), credential)
        self._urls[url.origin, tuple(url.segments)] = credential

    def _insert_realm(self, key: tuple[Origin, str | None], credential: Credential) -> None:
        """A complete credential replaces any; a lone username never replaces a complete one."""
        existing = self._realms.get(key)
        if credential.is_complete or existing is None or not existing.is_complete:
            self._realms[key] = credential

    def by_realm(self, realm: Origin, username: str | None) -> Credential | None:
        """Return what is known for the realm; for a given username only if it has a password."""
        credential = self._realms.get((realm, username))
        return _unless_bare(credential, username)

    def by_url(self, url: Url, username: str | None) -> Credential | None:
        """Return what is kept for the shortest prefix of `url` that has something.

        Where a username is given, that credential must be of this user and have a password; a longer prefix is
        never tried.
        """
        for prefix in _prefixes(url):
            if credential := self._urls.get((url.origin, prefix)):
                matches = username is None or username == credential.username
                return _unless_bare(credential, username) if matches else None
        return None


def _unless_bare(credential: Credential | None, username: str | None) -> Credential | None:
    """Given a username, a credential without a password tells nothing new."""
    return None if username and credential and not credential.is_complete else credential


def _prefixes(url: Url) -> Iterator[tuple[str, ...]]:
    segments = tuple(url.segments)
    return (segments[:length] for length in range(len(segments) + 1))
