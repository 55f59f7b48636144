"""uv's configuration as one version understands it, without a request."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from idxdoctor.clients.uv.fetch import keyring_services
from idxdoctor.clients.uv.remarks import remarks
from idxdoctor.clients.uv.session import Session
from idxdoctor.clients.uv.store import stored_for
from idxdoctor.clients.uv.version_remarks import version_remarks
from idxdoctor.model.credential import shown_service
from idxdoctor.model.overview import IndexOverview, Overview
from idxdoctor.model.plan import Index, NetrcEntry, Plan, StoredCredential


def overview(plan: Plan, version: str, env: Mapping[str, str]) -> Overview:
    """Return the indexes in search order, then those that are never asked, and what is wrong with any of it."""
    session = Session(plan, version)
    searched = [_searched(session, position, index) for position, index in enumerate(session.order, start=1)]
    unused = [
        IndexOverview(index, None, _why_unused(session, index), session.honoured(index.policy))
        for index in session.defined
        if not any(index is other for other in session.order)
    ]
    return Overview((*searched, *unused), (*remarks(session, env), *version_remarks(session)))


def _searched(session: Session, position: int, index: Index) -> IndexOverview:
    credential = index.credential
    username = credential.username if credential else None
    complete = credential is not None and credential.is_complete
    return IndexOverview(
        index,
        position,
        None,
        session.honoured(index.policy),
        netrc=None if complete else _netrc(session, index, username),
        stored=None if complete else _stored(session, index, username),
        keyring=() if complete else tuple(_keyring_calls(session, index, username)),
    )


def _netrc(session: Session, index: Index, username: str | None) -> NetrcEntry | None:
    found = session.netrc_for(index.url.host, username)
    return next((entry for entry in session.plan.netrc if entry.credential is found), None)


def _stored(session: Session, index: Index, username: str | None) -> StoredCredential | None:
    found = stored_for(session, index.url, username) if session.behaviours.has_credentials_store else None
    return next((entry for entry in session.plan.stored if entry.credential is found), None)


def _keyring_calls(session: Session, index: Index, username: str | None) -> list[str]:
    """Return the calls in order; none where uv would not ask the keyring."""
    behaviours = session.behaviours
    always = session.honoured(index.policy) == "always" and behaviours.always_asks_keyring_without_username
    if not session.plan.keyring or not (username or always):
        return []
    target = index.url.bare() if behaviours.keyring_by_index_url else index.url.bare().child("PACKAGE")
    named = shlex.quote(username) if username else "--mode creds"
    return [
        f"keyring get {shlex.quote(shown_service(service))} {named}" for service in keyring_services(session, target)
    ]


def _why_unused(session: Session, index: Index) -> str:
    if session.plan.no_index:
        return "--no-index: no index is asked"
    visible = session.visible
    if not any(index is other for other in visible):
        first = next(other for other in visible if other.name == index.name)
        return f"the name `{index.name}` is defined before, at {first.provenance}"
    if index.default:
        first = next(other for other in visible if other.default)
        return (
            "explicit: asked only for packages that are pinned to it"
            if first is index
            else (f"another default comes first, at {first.provenance}")
        )
    if index.explicit:
        return "explicit: asked only for packages that are pinned to it"
    return "its URL repeats that of an index before it"
