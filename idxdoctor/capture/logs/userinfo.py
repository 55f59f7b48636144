"""Credentials that stand in URLs of a log, which the client or somebody by hand may have blanked."""

from __future__ import annotations

from idxdoctor.capture.logs.lines import at_line
from idxdoctor.capture.logs.secrets import is_blanked
from idxdoctor.model.credential import Credential, Reach
from idxdoctor.model.secret import MASK, HiddenSecret, Secret
from idxdoctor.model.url import Url
from idxdoctor.model.url_parts import UrlError


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


def service_of(text: str) -> str | None:
    """Return what a keyring was asked for, as the log shows it; None for a URL that somebody blanked beyond reading."""
    if "://" not in text:
        return text
    try:
        Url.parse(text)
    except UrlError:
        return None
    return text


def _unknown(url: Url, username: str) -> Secret:
    return HiddenSecret(f"{username}@{str(url.bare()).rstrip('/')}")
