"""What pdm's searches for credentials came to, as far as its log says: in a URL, in netrc, in the keyring."""

from __future__ import annotations

from idxdoctor.capture.logs.pdm.credentials import Credentials
from idxdoctor.capture.logs.pdm.state import Search, root_key
from idxdoctor.capture.logs.secrets import is_blanked
from idxdoctor.capture.logs.urls import root_and_name
from idxdoctor.capture.logs.userinfo import hidden_at
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.exchange import Decision
from idxdoctor.model.secret import MASK, HiddenSecret
from idxdoctor.model.url import Url


def found_by(known: Credentials, search: Search, url: Url, line: int) -> tuple[Credential, Decision] | None:
    """Return what a search for a URL's credentials came to, and why; None where it found nothing."""
    if search.place == "url":
        credential = _of_root(known, url, line)
        return credential, Decision("pdm.url-credentials", f"the source's URL holds the credentials of {credential}")
    if search.place == "index url":
        index = search.index
        held = known.userinfo.get(root_key(index)) if index else None
        credential, named = held or hidden_at(index or url, search.line), f"{index.bare()} " if index else ""
        return credential, Decision("pdm.index-credentials", f"the source {named}has credentials: {credential}")
    if search.place is not None:
        where = "netrc" if search.place == "netrc" else "the keyring"
        secret = HiddenSecret(f"{where} {url.origin.netloc}")
        credential = Credential(_user_of(search), secret, Provenance(where), Reach(host=url.origin.host))
        return credential, Decision(f"pdm.{search.place}", f"{where} has credentials for {url.origin.netloc}")
    return None


def _of_root(known: Credentials, url: Url, line: int) -> Credential:
    """Return the credentials of the longest known index that a page is below."""
    text = root_key(url)
    above = [key for key in known.userinfo if text.startswith(f"{key}/")]
    return known.userinfo[max(above, key=len)] if above else hidden_at(root_and_name(url)[0], line)


def _user_of(search: Search) -> str:
    """Return who was found: the user for whom a keyring's password was asked last, masked where it was for anybody's.

    unearth: auth.py (`KeyringCliProvider.get_auth_info`).
    """
    user = search.asked[-1][2] if search.place == "keyring" and search.asked else None
    return user if user and not is_blanked(user) else MASK
