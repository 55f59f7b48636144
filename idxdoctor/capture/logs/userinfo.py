"""Credentials that stand in URLs of a log, which the client or somebody by hand may have blanked."""

from __future__ import annotations

import re
from typing import Final

from idxdoctor.capture.logs.secrets import is_blanked
from idxdoctor.capture.logs.uv_wallet import at_line
from idxdoctor.model.credential import Credential, Reach
from idxdoctor.model.secret import MASK, HiddenSecret, Secret
from idxdoctor.model.url import Url

_WITHOUT_SCHEME: Final = re.compile(r"(?P<userinfo>[^\s/@]+)@(?P<host>[\w.\-\[\]:]+)")


def credential_in(url: Url, line: int) -> Credential | None:
    """Return what a URL's userinfo holds; what is blanked there is a secret that nobody knows."""
    username, password = url.decoded_username, url.decoded_password
    if not username and password is None:
        return None
    if password is None and is_blanked(username):
        return hidden_at(url, line)
    if password is not None and is_blanked(password.reveal()):
        password = _unknown(url, username)
    return Credential(MASK if is_blanked(username) else username or None, password, at_line(line), Reach(url.origin))


def hidden_at(url: Url, line: int) -> Credential:
    """Return the credential of a URL of which the log shows no more than that it has one."""
    return Credential(MASK, _unknown(url, ""), at_line(line), Reach(url.origin))


def is_hidden(credential: Credential | None) -> bool:
    """Say whether there is a credential of which the log does not show whose it is."""
    return credential is not None and credential.username == MASK


def url_of_netloc(netloc: str) -> Url | None:
    """Return the root URL of a host with userinfo before it, as some clients log it without a scheme."""
    found = _WITHOUT_SCHEME.fullmatch(netloc)
    return Url.parse(f"https://{netloc}/") if found else None


def _unknown(url: Url, username: str) -> Secret:
    return HiddenSecret(f"{username}@{str(url.bare()).rstrip('/')}")
