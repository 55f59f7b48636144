"""The credentials that uv's log speaks of: who they are of, as far as it says, and what it knows them for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from idxdoctor.capture.logs.lines import at_line
from idxdoctor.capture.logs.secrets import is_blanked
from idxdoctor.clients.uv.cache import CredentialsCache
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.secret import MASK, HiddenSecret, Secret
from idxdoctor.model.url import Origin, Url

_USERNAME: Final = re.compile(r'Username\(Some\("((?:[^"\\]|\\.)*)"\)\)')
_PASSWORD: Final = re.compile(r'password: Some\((?:Password\()?"((?:[^"\\]|\\.)*)"')
_ROOT: Final = re.compile(r"/(?:\+?simple)?/?$", re.IGNORECASE)


def _password(text: str, username: str | None, url: Url) -> Secret | None:
    if "password: None" in text:
        return None
    shown = _PASSWORD.search(text)
    if shown is not None and not is_blanked(shown[1]):
        return Secret(shown[1])
    return HiddenSecret(f"{username}@{url.origin}")


class Wallet:
    """What uv knows at a point of its log: credentials by URL and realm, and what was found outside.

    `usernames` are those in the URLs of indexes, where another message has told them. `unnamed` are the URLs of indexes
    without a name, whose credentials no variable can replace.
    """

    def __init__(self) -> None:
        self.cache = CredentialsCache()
        self.found: dict[str, str] = {}
        self.usernames: dict[str, str] = {}
        self.unnamed: set[str] = set()
        self._of_variables: set[Provenance] = set()

    def seed(self, url: Url, line: int) -> None:
        """Keep what uv keeps at its start; without userinfo the log hides whose it is."""
        credential = self.of_userinfo(url, line)
        if credential is None:
            hidden = HiddenSecret(_ROOT.sub("", str(url.bare())))
            credential = Credential(MASK, hidden, at_line(line), Reach(url.origin))
        elif url.bare().reveal().rstrip("/") not in self.unnamed:
            self._of_variables.add(credential.provenance)
        self.cache.insert(url.bare(), credential)

    def may_be_of_variables(self, credential: Credential) -> bool:
        """Say whether variables of a named index may have put another credential into the place of its URL's.

        uv does so without a word (uv-distribution-types/src/index.rs, credentials).
        """
        return credential.provenance in self._of_variables

    def of_userinfo(self, url: Url, line: int) -> Credential | None:
        """Return what a URL of the log holds; a masked password is one that nobody knows."""
        username, password = url.decoded_username, url.decoded_password
        if not username and password is None:
            return None
        if password is not None and is_blanked(password.reveal()):
            known = self.cache.by_url(url.bare(), username or None)
            if known is not None and known.is_complete and (known.username or "") == username:
                return known
            password = HiddenSecret(f"{username}@{_ROOT.sub('', str(url.bare()))}")
        name = MASK if username and is_blanked(username) else username
        return Credential(name or None, password, at_line(line), Reach(url.origin))

    def of_debug(self, text: str, url: Url, provenance: Provenance) -> Credential:
        """Return what uv's debugging output of a credential says, such as `Basic { username: ... }`."""
        if "Bearer" in text or "token" in text.partition("{")[0]:
            return Credential(None, HiddenSecret(str(url.origin)), provenance, Reach(url.origin), bearer=True)
        named = _USERNAME.search(text)
        username = named[1].replace('\\"', '"').replace("\\\\", "\\") if named else None
        return Credential(username, _password(text, username, url), provenance, Reach(url.origin))

    def kept(self, shown: Credential, url: Url) -> Credential:
        """Return the credential that uv took from its cache for a URL, given what it shows of it.

        uv looks for the URL, then for its realm, then for its realm and the user. Whose is hidden may be any.
        """
        realm = url.origin
        found = (
            self.cache.by_url(url, None),
            self.cache.by_realm(realm, None),
            self.cache.by_realm(realm, shown.username),
        )
        for known in found:
            if known is not None and known.is_complete and known.username in {shown.username, MASK}:
                return known if known.username == shown.username else replace(shown, provenance=known.provenance)
        return shown

    def complete_for(self, url: Url, line: int) -> Credential:
        """Return the credentials that uv has for a URL, by what the log showed so far."""
        known = self.cache.by_url(url, None)
        if known is not None and known.is_complete:
            return known
        hidden = HiddenSecret(str(url))
        return Credential(known.username if known else MASK, hidden, at_line(line), Reach(url.origin))

    def username_for(self, url: Url, line: int) -> Credential:
        """Return the username that uv has for a URL, where it has no password.

        It is hidden where the log told of none, or of one with a password: then a variable gives another.
        """
        known = self.cache.by_url(url, None)
        told = known is not None and known.username and not known.is_complete
        name, where = (known.username, known.provenance) if known and told else (MASK, at_line(line))
        return Credential(name, None, where, Reach(url.origin))

    def with_password(self, username: str | None, url: Url, line: int, where: Provenance | None) -> Credential:
        """Return the credential that uv found for a username: the one it knows, or one from outside (`where`)."""
        known = self.cache.by_url(url, username) or self.cache.by_realm(url.origin, username)
        if where is None and known is not None and known.is_complete:
            return known
        hidden = HiddenSecret(f"{username}@{url.origin}")
        return Credential(username or MASK, hidden, where or at_line(line), Reach(url.origin))

    def lends(self, realm: Origin) -> Credential | None:
        """Return complete credentials that are known for a realm."""
        known = self.cache.by_realm(realm, None)
        return known if known is not None and known.is_complete else None
