"""uv's messages on authentication: as whom a request is sent, and where credentials were looked for.

uv: uv-auth/src/middleware.rs. A message about the caches names no request; it is about the one just spoken of.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idxdoctor.capture.logs.lines import at_line
from idxdoctor.capture.logs.urls import spelled, url_of
from idxdoctor.capture.logs.uv import hidden
from idxdoctor.capture.logs.uv.keyring import knew
from idxdoctor.capture.logs.uv.run import Said, UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.clients.uv import reasons
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.secret import MASK, HiddenSecret
from idxdoctor.model.url import Url

_PLACES: Final = {
    "netrc": "netrc",
    "keyring": "the keyring",
    "plaintext store": "uv's credentials store",
    "native store": "the system's store",
}


def handling(run: UvRun, said: Said) -> None:
    """A request enters authentication, with the credentials of its URL."""
    fetch = run.at(said["url"], said.line)
    if fetch is None:
        return
    hidden.begins_again(run, fetch)
    url = url_of(said["url"])
    given = run.wallet.of_userinfo(url, said.line) if url else None
    leaks = run.behaviours.leaks_across_origins
    if fetch.hop is not None and leaks:
        fetch.given = _taken_along(fetch.given, given)
    elif fetch.given is None or given is None or fetch.hop is not None:
        fetch.given = given
    if url is not None and given is not None and fetch.hop is not None and fetch.hop.crosses and not leaks:
        _tell_location(fetch, url)
    fetch.policy = said.get("policy")
    fetch.lone, fetch.place, fetch.looked = False, None, []


def _tell_location(fetch: Fetch, url: Url) -> None:
    """Put into a redirect that left the server the userinfo of its Location, which the message on it left out.

    The header was taken away there, so that what the next request has is from nowhere else.
    """
    last = fetch.last
    if last is not None and last.redirect is not None and last.redirect.bare() == url.bare():
        last.redirect = url


def _taken_along(before: Credential | None, shown: Credential | None) -> Credential | None:
    """Return the header that went along with a redirect: only where there is one does the message mask what it shows.

    Whom it shows may be the user of the redirect's own URL, whom nothing is sent as.
    """
    is_masked = shown is not None and (shown.username == MASK or isinstance(shown.password, HiddenSecret))
    return (before or shown) if is_masked else None


def given(run: UvRun, said: Said) -> None:
    """The request's own credentials are complete."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        hidden = HiddenSecret(str(fetch.url))
        own = fetch.given or Credential(MASK, hidden, at_line(said.line), Reach(fetch.url.origin))
        if own.username == MASK and not own.is_complete:
            own = replace(own, password=hidden)
        run.send(fetch, own, reasons.given(run.request(fetch), own), said.line)


def lone(run: UvRun, said: Said) -> None:
    """The request has a username, and its password is looked for.

    Where the header of the request before is sent on, that counts, whatever username the redirect's URL has.
    """
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        own = fetch.given or Credential(MASK, None, at_line(said.line), Reach(fetch.url.origin))
        if own.is_complete and fetch.hop is not None and run.behaviours.leaks_across_origins:
            run.send(fetch, own, reasons.given(run.request(fetch), own), said.line)
            return
        if own.username == MASK and fetch.index is not None and fetch.hop is None:
            own = replace(own, username=run.wallet.usernames.get(spelled(fetch.index), MASK))
        fetch.given, fetch.lone = own, True
        run.send(fetch, own, reasons.username_only(own), said.line)


def known(run: UvRun, said: Said) -> None:
    """Credentials that are known for the URL go with the first request."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        credential = run.wallet.complete_for(fetch.at, said.line)
        sent = run.send(fetch, credential, reasons.known_for_url(credential), said.line)
        sent.guessed = run.wallet.may_be_of_variables(credential)


def partial(run: UvRun, said: Said) -> None:
    """A username that is known for the URL goes with the first request."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        credential = run.wallet.username_for(fetch.at, said.line)
        run.send(fetch, credential, reasons.username_known(credential), said.line)


def anonymous(run: UvRun, said: Said) -> None:
    """Nothing is known, or nothing may be sent but what the URL holds.

    Before 0.6.10 no message names the policy; only with `never` is a request sent here whose URL holds credentials.
    """
    fetch = run.at(said["url"], said.line)
    if fetch is None:
        return
    if fetch.policy == "never" or (fetch.policy is None and fetch.given is not None):
        run.send(fetch, fetch.given, reasons.never(run.request(fetch)), said.line)
    else:
        run.send(fetch, None, reasons.anonymous(run.request(fetch)), said.line)


def refused(run: UvRun, said: Said) -> None:
    """The first request was refused, and credentials are looked for."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        last = fetch.last or run.unseen(fetch, said.line)
        last.answer(int(said["status"]), sure=run.behaviours.follows_redirects_itself)
        fetch.lone, fetch.looked = False, []


def required(run: UvRun, said: Said) -> None:
    """Credentials are looked for before anything is sent."""
    if fetch := run.at(said["url"], said.line):
        fetch.looked = []


def again(run: UvRun, said: Said) -> None:
    """The request is sent again, or for the first time, with what was found."""
    fetch = run.at(said["url"], said.line)
    if fetch is None:
        return
    status = fetch.last.status if fetch.last is not None else None
    where = Provenance(fetch.place) if fetch.place else at_line(said.line)
    credential = run.wallet.of_debug(said["rest"], fetch.at, where)
    if said["how"].startswith("username"):
        decision = reasons.username_only(credential)
    elif said["how"]:
        credential = run.wallet.kept(credential, fetch.at)
        decision = reasons.lent_by_realm(credential, status)
    else:
        decision = reasons.fetched(credential, status)
    sent = run.send(fetch, credential, decision, said.line)
    sent.guessed = bool(said["how"]) and run.wallet.may_be_of_variables(credential)


def learnt(run: UvRun, said: Said) -> None:
    """Credentials were accepted: the answer was below 400. The message tells whose they are."""
    fetch = run.at(said["url"], said.line)
    if fetch is None or fetch.last is None:
        return
    last = fetch.last
    last.passed = True
    where = last.credential.provenance if last.credential else at_line(said.line)
    shown = run.wallet.of_debug(said["rest"], fetch.at, where)
    leaked = fetch.hop is not None and run.behaviours.leaks_across_origins and fetch.given is not None
    if last.credential is None or last.credential.username == MASK or (fetch.lone and not leaked):
        last.credential = shown
    run.wallet.cache.insert(fetch.at, last.credential)
    run.passed = fetch


def hit(run: UvRun, said: Said) -> None:
    """The caches hold something: for a lone username it is the password.

    From 0.7.0 to 0.7.3 what is known for the realm of an index's page is looked up and not used.
    """
    fetch = _spoken_of(run, said)
    if fetch is None or not fetch.lone:
        return
    if said["where"] == "URL" or run.behaviours.lends_realm_credentials or not fetch.is_below_its_index:
        _complete(run, fetch, said.line, None)


def miss(run: UvRun, said: Said) -> None:
    """The caches hold nothing, or no password; for a realm the message names the user."""
    fetch = _spoken_of(run, said)
    if fetch is None:
        return
    username = said["key"].rpartition("@http")[0]
    if username and fetch.lone and fetch.last is not None and fetch.given is not None and fetch.given.username == MASK:
        fetch.given = replace(fetch.given, username=username)
        fetch.last.credential = fetch.given
    fetch.looked.append(f"none known for this {'host' if said['where'] == 'realm' else 'index'}")


def _spoken_of(run: UvRun, said: Said) -> Fetch | None:
    """Return the fetch that a message on the caches is about: the current one, unless it names the user of another.

    A user's realm is looked up only for a request that has the username alone, and after all else, while other fetches
    may have gone on. Where the names in the URLs of several indexes are hidden, it is open which of them this is.
    """
    username, at, rest = said["key"].rpartition("@http")
    if not at or said["where"] != "realm":
        return run.current
    lone = [fetch for fetch in run.looking_below(f"http{rest}") if fetch.lone and fetch.given is not None]
    exact = [fetch for fetch in lone if fetch.given and fetch.given.username == username]
    named = exact or [fetch for fetch in lone if fetch.given and fetch.given.username == MASK]
    if not exact and len({fetch.index for fetch in named}) > 1:
        return None
    return run.current if run.current in named or not named else named[0]


def shared(run: UvRun, said: Said) -> None:
    """What another request has found before is taken."""
    fetch = run.who_looks_below(said["key"])
    if fetch is not None:
        fetch.place = run.wallet.found.get(said["key"], "what was found before")
        if fetch.lone:
            _complete(run, fetch, said.line, Provenance(fetch.place))


def unshared(run: UvRun, said: Said) -> None:
    """Another request has looked before, in vain."""
    if fetch := run.who_looks_below(said["key"]):
        run.current = fetch
        fetch.looked.append("a search before found none")


def no_netrc(run: UvRun, _: Said) -> None:
    """There is no netrc file."""
    if run.current is not None:
        run.current.looked.append("there is no netrc file")


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
