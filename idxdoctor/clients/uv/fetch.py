"""Credentials from outside the process: Hugging Face's token, netrc, uv's own store, the keyring.

uv: uv-auth/src/middleware.rs fetch_credentials. Each index (or realm) and username is looked up once a run; the
outcome is kept, also when there is none, and who wants it meanwhile waits (uv-once-map/src/lib.rs).
"""

from __future__ import annotations

from collections.abc import Iterator

from idxdoctor.clients.uv.session import AuthIndex, Session
from idxdoctor.clients.uv.store import stored_for
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import AskKeyring, Decision, Steps, Wait, ask_keyring
from idxdoctor.model.url import Url


def fetch_credentials(
    session: Session, known: Credential | None, url: Url, index: AuthIndex | None
) -> Steps[Credential | None]:
    """Return credentials for a request to `url`, of the known username where there is one."""
    username = known.username if known else None
    by_index = index if session.behaviours.credentials_by_index else None
    key = (by_index.url.reveal() if by_index else str(url.origin), username)
    cache = session.cache
    if key in cache.fetching and key not in cache.fetches:
        yield Wait(lambda: key in cache.fetches)
    if key not in cache.fetches:
        cache.fetching.add(key)
        found = _token_for(session, url) or session.netrc_for(url.host, username)
        if found is None and session.behaviours.has_credentials_store:
            found = stored_for(session, url, username)
        if found is None and session.plan.keyring:
            found = yield from _from_keyring(session, username, url, index)
        cache.fetches[key] = found
    return cache.fetches[key]


def _token_for(session: Session, url: Url) -> Credential | None:
    """Return the token in HF_TOKEN for its one server, whatever username is known (uv: uv-auth/src/providers.rs)."""
    token = session.plan.hf_token
    sends = token is not None and session.behaviours.sends_hf_token and token.reach.covers(url.origin)
    return token if sends else None


def _from_keyring(
    session: Session, username: str | None, url: Url, index: AuthIndex | None
) -> Steps[Credential | None]:
    """Ask the keyring program for one service after the other (uv: uv-auth/src/keyring.rs fetch)."""
    by_index_url = index is not None and session.behaviours.keyring_by_index_url
    if username is None:
        always = index is not None and index.policy == "always"
        if not (always and session.behaviours.always_asks_keyring_without_username):
            return None
        why = Decision("uv.keyring-always", "`authenticate = always`: the keyring is asked without a username")
    else:
        why = Decision("uv.keyring-username", "a username is known: the keyring is asked for its password")
    target = index.url if index and by_index_url else url
    for service in keyring_services(session, target):
        found = yield from ask_keyring(AskKeyring(service, username, why))
        if found:
            return found
    return None


def keyring_services(session: Session, target: Url) -> Iterator[str]:
    """Return the services that the keyring is asked for, in order: the URL, its host, in some versions its origin.

    Userinfo in the URL stays: a redirect's Location may have some, an index has lost it (uv-auth/src/keyring.rs).
    """
    text = target.reveal()
    password = "" if target.password is None else f":{target.password.reveal()}"
    userinfo = f"{target.username}{password}"
    yield text.replace("://", f"://{userinfo}@", 1) if userinfo else text
    yield target.origin.netloc
    if session.behaviours.keyring_by_scheme_and_host and target.scheme != "https":
        yield str(target.origin)
