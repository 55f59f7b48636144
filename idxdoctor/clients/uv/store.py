"""uv's own credentials store, which `uv auth login` writes (uv: uv-auth/src/store.rs get_credentials)."""

from __future__ import annotations

from idxdoctor.clients.uv.session import Session
from idxdoctor.model.credential import Credential
from idxdoctor.model.plan import StoredCredential
from idxdoctor.model.url import Url


def stored_for(session: Session, url: Url, username: str | None) -> Credential | None:
    """Return what the store gives for a URL, of the known username where there is one.

    An entry for this very URL and username counts first, else that whose service is the longest prefix of the URL. Of
    several some versions take whichever their hash map yields first; here it is the first, or the other way round the
    last.
    """
    for entry in session.plan.stored:
        if entry.service == url.bare() and entry.credential.username == username:
            return entry.credential
    matching = [entry for entry in session.plan.stored if _matches(session, entry, url, username)]
    longest = max((len(entry.service.path) for entry in matching), default=0)
    best = [entry for entry in matching if len(entry.service.path) == longest]
    if len(best) > 1 and session.behaviours.ambiguous_store_match_is_none:
        return None
    if not best:
        return None
    return best[-1 if session.takes_other_choices else 0].credential


def _matches(session: Session, entry: StoredCredential, url: Url, username: str | None) -> bool:
    return session.is_below(entry.service, url) and username in {None, entry.credential.username}
