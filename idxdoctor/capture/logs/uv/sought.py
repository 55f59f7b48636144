"""uv's messages on credentials that it looks for: in its caches, in what was found before, in netrc, stores, keyring.

uv: uv-auth/src/middleware.rs, cache.rs. A message on the caches names no request; it is about the one just spoken of.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.secrets import without_token
from idxdoctor.capture.logs.uv.keyring import knew
from idxdoctor.capture.logs.uv.looking import looking_below, who_looks_below
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.clients.uv import reasons
from idxdoctor.model.credential import Provenance
from idxdoctor.model.exchange import Decision, Gap
from idxdoctor.model.secret import MASK

_PLACES: Final = {
    "netrc": "netrc",
    "keyring": "the keyring",
    "plaintext store": "uv's credentials store",
    "native store": "the system's store",
}

_SOUGHT: Final = Decision(
    "uv.password-sought", "a password for its username is looked for, and whether one was found is not in the log"
)


def hit(run: UvRun, said: Said) -> None:
    """The caches hold something: for a lone username it is the password.

    From 0.7.0 to 0.7.3 what is known for the realm of an index's page is looked up and not used.
    """
    fetch = _spoken_of(run, said)
    if fetch is None or not fetch.lone:
        return
    _name(fetch, said)
    if said["where"] == "URL" or run.behaviours.lends_realm_credentials or not fetch.is_below_its_index:
        _complete(run, fetch, said.line, None)


def miss(run: UvRun, said: Said) -> None:
    """The caches hold nothing, or no password; for a realm the message names the user."""
    fetch = _spoken_of(run, said)
    if fetch is None:
        return
    _name(fetch, said)
    fetch.looked.append(f"none known for this {'host' if said['where'] == 'realm' else 'index'}")


def _name(fetch: Fetch, said: Said) -> None:
    """Put in the user that a message on the caches names, where the URL hides who it is."""
    username = said["key"].rpartition("@http")[0]
    if username and fetch.lone and fetch.last is not None and fetch.given is not None and fetch.given.username == MASK:
        fetch.given = replace(fetch.given, username=username)
        fetch.last.credential = fetch.given


def _spoken_of(run: UvRun, said: Said) -> Fetch | None:
    """Return the fetch that a message on the caches is about: the current one, unless it names the user of another.

    Where a request has the username alone, its realm is looked up first of all if it is below no index, and else after
    all other places, while other fetches may have gone on. Where the names in the URLs of several indexes are hidden,
    it is open which of them this is.
    """
    username, at, rest = said["key"].rpartition("@http")
    if not at or said["where"] != "realm":
        return run.current
    lone = [one for one in looking_below(run, f"http{rest}") if one.lone and one.given is not None]
    exact = [one for one in lone if one.given and one.given.username == username]
    hidden = [one for one in lone if one.given and one.given.username == MASK]
    if run.current in [one for one in (*exact, *hidden) if not one.looked]:
        return run.current
    named = exact or hidden
    if not exact and len({one.index for one in named}) > 1:
        return None
    return run.current if run.current in named or not named else named[0]


def shared(run: UvRun, said: Said) -> None:
    """What another request has found before is taken."""
    fetch = who_looks_below(run, said["key"])
    if fetch is not None:
        fetch.place = run.wallet.found.get(said["key"], "what was found before")
        if fetch.lone:
            _complete(run, fetch, said.line, Provenance(fetch.place))


def unshared(run: UvRun, said: Said) -> None:
    """Another request has looked before, in vain."""
    if fetch := who_looks_below(run, said["key"]):
        run.current = fetch
        fetch.looked.append("a search before found none")


def no_netrc(run: UvRun, _: Said) -> None:
    """There is no netrc file."""
    if run.current is not None:
        run.current.looked.append("there is no netrc file")


def unread_netrc(run: UvRun, said: Said) -> None:
    """The netrc file can't be read, which uv says once and then does without what it holds."""
    run.errors.netrc_fault = without_token(said["rest"])


def netrc(run: UvRun, said: Said) -> None:
    """The netrc file is read."""
    if fetch := run.at(said["url"], said.line):
        fetch.looked.append("none for it in netrc")


def found(run: UvRun, said: Said) -> None:
    """Credentials were found outside."""
    fetch = run.at(said["url"], said.line)
    if fetch is None:
        return
    fetch.place = _PLACES.get(said["place"], said["place"])
    for key in (str(fetch.at.origin), *([fetch.index.bare().reveal()] if fetch.index else [])):
        run.wallet.found[key.rstrip("/")] = fetch.place
    if said["place"] == "keyring":
        knew(run, fetch)
    if fetch.lone:
        _complete(run, fetch, said.line, Provenance(fetch.place))


def _complete(run: UvRun, fetch: Fetch, line: int, where: Provenance | None) -> None:
    """Put the password to a lone username."""
    if fetch.last is None or fetch.given is None:
        return
    credential = run.wallet.with_password(fetch.given.username, fetch.at, line, where)
    fetch.last.credential, fetch.lone = credential, False
    fetch.last.guessed = run.wallet.may_be_of_variables(credential)
    fetch.last.decision = reasons.password_found(credential)


def settle_searches(run: UvRun) -> None:
    """Leave open as whom a request is sent whose password was still looked for where the log breaks off."""
    for fetch in run.fetches if not run.errors.broken else ():
        last = fetch.last
        if (
            last is not None
            and fetch.lone
            and fetch.waits
            and not last.passed
            and fetch.package not in run.searches.chosen
        ):
            last.gaps.add(Gap.WHO)
            last.decision = _SOUGHT
