"""Texts in place of what a log hides of credentials: the same one wherever it is the same credential."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.plan import Index
from idxdoctor.model.secret import MASK, HiddenSecret, Secret
from idxdoctor.model.trace import Lookup
from idxdoctor.model.url import Url

IN_URL = frozenset({"uv.url-credentials", "uv.username-only", "uv.never-but-url", "uv.password-found"})
"""Decisions to send what an index URL holds, or its username with a password from elsewhere."""
_LINE = "the log, line "
_KNOWN = "uv.username-known"
_COMPLETED = frozenset({"uv.fetched-credentials", "uv.realm-credentials", "uv.index-credentials"})
"""Decisions to ask once more, as the same user, with a password."""


def is_at_line(credential: Credential) -> bool:
    """Say whether the log shows a credential of the configuration, and not where one was found."""
    return credential.provenance.label.startswith(_LINE)


class Disclosed:
    """The credentials of a log's lookups with made-up texts for what is hidden.

    Credentials are the same where the log shows them at the same line, where they stand in the URL of the same index,
    or where they were found in the same place for the same host; with `one_each` also where they are of the same user
    of one server. A lone username is that of the password that was found for it, and the same for all that is
    below an index for which it is known. What one of them shows, is known of all.
    """

    def __init__(self, lookups: Iterable[Lookup], *, one_each: bool) -> None:
        self._one_each = one_each
        self._groups: dict[object, list[Credential]] = {}
        for lookup in lookups:
            for exchange in (*lookup.exchanges, *lookup.files):
                if exchange.request.credential is not None:
                    self._join(exchange.request.credential, *_keys(lookup, exchange))
            for index in lookup.ending.indexes:
                if index.credential is not None:
                    self._join(index.credential, _key(index.credential))
        groups = {id(group): group for group in self._groups.values()}
        self._names = {key: str(number) for number, key in enumerate(groups, start=1)}

    def of(self, credential: Credential) -> Credential:
        """Return a credential of these lookups with its texts."""
        group = self._groups[_key(credential)]
        number = self._names[id(group)]
        username = credential.username
        if username == MASK:
            username = _shown_username(group, f"hidden-user-{number}")
        password = credential.password
        if isinstance(password, HiddenSecret) or (password is not None and password.reveal() == MASK):
            password = _shown_password(group, f"hidden-secret-{number}")
        return replace(credential, username=username, password=password)

    def _join(self, credential: Credential, *keys: object) -> None:
        if self._one_each and credential.username not in {None, MASK} and credential.password is not None:
            keys = (*keys, (credential.reach.origin, credential.username))
        groups = [self._groups[key] for key in keys if key in self._groups]
        joined = groups[0] if groups else []
        for group in groups[1:]:
            if group is not joined:
                joined += group
        joined.append(credential)
        members = {id(group) for group in groups}
        for key in [*keys, *(key for key, group in self._groups.items() if id(group) in members)]:
            self._groups[key] = joined


def _keys(lookup: Lookup, exchange: Exchange) -> Iterator[object]:
    credential = exchange.request.credential
    if credential is None:
        return
    yield _key(credential)
    is_page = exchange in lookup.exchanges and exchange.request.url.origin == credential.reach.origin
    is_told = is_at_line(credential) or credential.username != MASK
    if is_page and is_told and exchange.request.decision.code in IN_URL:
        yield lookup.ending.indexes[exchange.request.index].url
    if exchange.request.decision.code == _KNOWN and (above := _above(exchange.request.url, lookup.ending.indexes)):
        yield above
    if credential.username == MASK and credential.password is None:
        again = (one.request for one in lookup.exchanges if one.request.url == exchange.request.url)
        named = (one.credential for one in again if one.decision.code in _COMPLETED)
        yield from (_key(one) for one in named if one is not None)


def _above(url: Url, indexes: Sequence[Index]) -> Url | None:
    """Return the URL of the index that a request is below: what is known for that is known for the request."""
    above = [one.url for one in indexes if url.reveal().startswith(one.url.reveal())]
    return max(above, key=lambda one: len(one.path), default=None)


def _key(credential: Credential) -> object:
    if is_at_line(credential):
        return credential.provenance.label
    return credential.provenance.label, credential.reach.origin, credential.username


def _shown_username(group: list[Credential], otherwise: str) -> str | None:
    shown = [one.username for one in group if one.username != MASK]
    return next((name for name in shown if name), None if shown else otherwise)


def _shown_password(group: list[Credential], otherwise: str) -> Secret:
    shown = [one.password for one in group if one.password is not None and one.password.reveal() != MASK]
    return next((secret for secret in shown if not isinstance(secret, HiddenSecret)), Secret(otherwise))
