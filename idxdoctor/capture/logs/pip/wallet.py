"""The credentials that pip's log speaks of, and what pip keeps for each host while it runs.

pip: _internal/network/auth.py MultiDomainBasicAuth.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from idxdoctor.capture.logs.lines import at_line
from idxdoctor.capture.logs.pip.state import Fetch, Search
from idxdoctor.capture.logs.secrets import is_blanked
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.exchange import Decision
from idxdoctor.model.plan import Index
from idxdoctor.model.secret import MASK, HiddenSecret, Secret
from idxdoctor.model.url import Url

_FOUND: Final = "url"
_LOCATION: Final = Decision("pip.location-credentials", "after the 401: what the redirect's Location holds")
_EITHER: Final = Decision(
    "pip.either",
    "a username alone is known, which pip masks: sent as that, or as what was sent to this host before, if that is the "
    "same user",
)


class Choice(NamedTuple):
    """Whom a request is sent as, why, whether the log shows it or it follows from the rest, whether it is known."""

    credential: Credential | None
    decision: Decision
    sure: bool = True
    known: bool = True


_UNKNOWN: Final = Choice(None, Decision("pip.not-shown", "the log does not show as whom"), sure=False, known=False)


def of_userinfo(url: Url, where: Provenance) -> Credential | None:
    """Return what a URL of the log holds; pip masks the password, and by four stars a username that stands alone.

    Another blank may stand for both.
    """
    username, password = url.decoded_username, url.decoded_password
    if not username and password is None:
        return None
    if password is not None and is_blanked(password.reveal()):
        password = HiddenSecret(f"{username}@{url.bare()}")
    if password is None and username != MASK and is_blanked(username):
        return Credential(MASK, HiddenSecret(f"@{url.bare()}"), where, Reach(url.origin))
    name = MASK if username and is_blanked(username) else username
    return Credential(name, password, where, Reach(url.origin))


class Wallet:
    """What pip knows at a point of its log: the configured indexes, and what it sent to each host last.

    What was sent to a host is None where that is one of two that the log does not tell apart.
    """

    def __init__(self) -> None:
        self.indexes: list[Index] = []
        self.netrc: set[str] = set()
        self._sent: dict[str, Credential | None] = {}

    def learn(self, url: Url, line: int) -> None:
        """Keep a configured index."""
        if all(index.url != url.bare() for index in self.indexes):
            where = at_line(line)
            self.indexes.append(Index(url.bare(), where, credential=of_userinfo(url, where)))

    def assume(self, url: Url, why: Provenance) -> None:
        """Keep an index that the log does not name."""
        self.indexes.append(Index(url, why))

    def prepared(self, url: Url, fetch: Fetch, search: Search) -> Choice:
        """Return as whom a request is sent that is no answer to a redirect or a refusal."""
        choice = self._prepared(url, fetch, search)
        if choice.credential is not None or not choice.known:
            self._sent[url.origin.netloc] = choice.credential
        return choice

    def _prepared(self, url: Url, fetch: Fetch, search: Search) -> Choice:
        if search.place is not None:
            credential = self._found(url, fetch, search)
            return Choice(credential, _found_in(search.place, credential, fetch))
        lone = fetch.given if fetch.given is not None else self._of_index(search.index)
        kept = self._sent.get(url.origin.netloc)
        if kept is None and url.origin.netloc in self._sent:
            return Choice(None, _EITHER, sure=False, known=False)
        if kept is not None and (lone is None or _same_user(lone, kept) or (fetch.is_page and search.is_silent)):
            return Choice(kept, _kept(kept, lone), sure=False)
        if kept is not None and lone is not None and MASK in {lone.username, kept.username}:
            return Choice(None, _EITHER, sure=False, known=False)
        if lone is not None and lone.is_complete:
            return Choice(lone, _found_in(_FOUND, lone, fetch), sure=False)
        if lone is not None:
            return Choice(lone, _username_only(lone))
        return Choice(None, Decision("pip.no-credentials", "no credentials are known for this URL: asked without"))

    def again(self, url: Url, fetch: Fetch, search: Search) -> Choice:
        """Return as whom a request is made once more after a 401."""
        choice = self._again(url, fetch, search)
        if choice.credential is not None and choice.credential.is_complete:
            self._sent[url.origin.netloc] = choice.credential
        return choice

    def _again(self, url: Url, fetch: Fetch, search: Search) -> Choice:
        if search.place == _FOUND:
            where = Provenance("the Location of the redirect")
            credential = Credential(MASK, HiddenSecret(f"Location@{url}"), where, Reach(url.origin))
            return Choice(
                credential, Decision("pip.location-credentials", "after the 401: what the redirect's Location holds")
            )
        if search.place is not None:
            credential = self._found(url, fetch, search)
            text = f"after the 401: {credential} was found in {credential.provenance}"
            return Choice(credential, Decision("pip.fetched-credentials", text))
        if search.netloc is not None:
            unknown = search.typed is None and not search.password and fetch.by_host
            return _UNKNOWN if unknown else self._typed(url, search)
        lone = self._of_index(search.index) or (fetch.given if url.origin == fetch.url.origin else None)
        if lone is not None and not lone.is_complete:
            return Choice(lone, _username_only(lone), sure=False)
        if any(sent.redirect is not None for sent in fetch.sent):
            where = Provenance("the Location of the redirect")
            return Choice(Credential(MASK, None, where, Reach(url.origin)), _LOCATION, sure=False)
        return _UNKNOWN

    def _typed(self, url: Url, search: Search) -> Choice:
        where = Provenance("what was typed at the prompt")
        if search.typed is None and not search.password:
            credential = Credential("", Secret(""), where, Reach(url.origin))
            return Choice(
                credential, Decision("pip.typed-nothing", "nothing was typed at the prompt: an empty name is sent")
            )
        credential = Credential(search.typed or MASK, HiddenSecret(f"typed@{url.origin}"), where, Reach(url.origin))
        return Choice(credential, Decision("pip.typed", "after the 401: what was typed at the prompt"))

    def _found(self, url: Url, fetch: Fetch, search: Search) -> Credential:
        origin = url.origin
        if search.place == "netrc":
            self.netrc.add(origin.host)
            return self.of_netrc(origin.host)
        of_index = self._of_index(search.index)
        if search.place == "keyring":
            user = of_index.username if of_index is not None else None
            return Credential(user or MASK, HiddenSecret(f"keyring@{origin}"), Provenance("the keyring"), Reach(origin))
        known = of_index if search.place == "index url" else fetch.given
        return known or Credential(MASK, HiddenSecret(str(url)), Provenance("the URL"), Reach(origin))

    def of_netrc(self, host: str) -> Credential:
        """Return what netrc has for a host; its login is not shown."""
        return Credential(MASK, HiddenSecret(f"netrc@{host}"), Provenance("netrc"), Reach(host=host))

    def username_of(self, url: Url) -> str | None:
        """Return the username that the configured URL of an index holds."""
        credential = self._of_index(url)
        return credential.username if credential is not None else None

    def _of_index(self, url: Url | None) -> Credential | None:
        """Return what the configured URL of an index holds."""
        if url is None:
            return None
        text = url.reveal().rstrip("/")
        return next((index.credential for index in self.indexes if index.url.reveal().rstrip("/") == text), None)


def _same_user(lone: Credential, kept: Credential) -> bool:
    """Say whether what was sent before is surely of the user who is known now; pip masks a lone username."""
    return lone == kept if MASK in {lone.username, kept.username} else lone.username == kept.username


def _found_in(place: str, credential: Credential, fetch: Fetch) -> Decision:
    if place == _FOUND and fetch.given is not None:
        text = f"the index URL ({credential.provenance}) holds the credentials of {credential}"
        return Decision("pip.url-credentials", text)
    return Decision(f"pip.{place.replace(' ', '-')}-credentials", f"{credential} was found in {credential.provenance}")


def _kept(credential: Credential, of_index: Credential | None) -> Decision:
    """Say that what was sent to the host before is sent again; that may be what another index's URL holds."""
    of_another = credential.provenance.line is not None and credential != of_index
    text = f"{credential} ({credential.provenance}) was sent to this host before: pip sends it again"
    return Decision("pip.realm-credentials" if of_another else "pip.known-for-host", text)


def _username_only(lone: Credential) -> Decision:
    text = f"no password was found for {lone.shown_name} ({lone.provenance}): asked with the username and an empty one"
    return Decision("pip.username-only", text)
