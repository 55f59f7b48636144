"""uv's messages on authentication: as whom a request is sent, and that credentials were refused or accepted.

uv: uv-auth/src/middleware.rs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idxdoctor.capture.logs.lines import at_line
from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.urls import spelled, url_of
from idxdoctor.capture.logs.uv import hidden
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.clients.uv import reasons
from idxdoctor.clients.uv.request import Hop
from idxdoctor.model.credential import Credential, Provenance, Reach
from idxdoctor.model.secret import MASK, HiddenSecret
from idxdoctor.model.url import Url

_OF_ITS_OWN: Final = frozenset(
    {"uv.url-credentials", "uv.redirect-kept", "uv.username-only", "uv.password-found", "uv.never", "uv.never-but-url"}
)
"""Why a request is made that had a header before uv looked for credentials."""


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
    if url is not None and given is not None and fetch.hop is not None and not leaks:
        _tell_location(fetch, fetch.hop, url)
    fetch.policy = said.get("policy")
    fetch.lone, fetch.place, fetch.looked = False, None, []


def _tell_location(fetch: Fetch, hop: Hop, url: Url) -> None:
    """Put into a redirect the userinfo of its Location, which the message on it left out.

    What the next request has is from there where no header was sent on: because the redirect left the server, or
    because the request had none of its own, but what uv knew or found for it.
    """
    last = fetch.last
    if last is None or last.redirect is None or last.redirect.bare() != url.bare():
        return
    if hop.crosses or last.decision.code not in _OF_ITS_OWN:
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
    """The first request was refused, and credentials are looked for: it had none that are complete."""
    fetch = run.at(said["url"], said.line)
    if fetch is not None:
        last = fetch.last or run.without_password(fetch, said.line)
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
    """Credentials were accepted: the answer was below 400. The message tells whose they are.

    From 0.7.0 to 0.7.3 it tells, for a lone username, of the password known for the realm, which was not sent.
    """
    fetch = run.at(said["url"], said.line)
    if fetch is None or fetch.last is None:
        return
    last = fetch.last
    last.passed = True
    where = last.credential.provenance if last.credential else at_line(said.line)
    shown = run.wallet.of_debug(said["rest"], fetch.at, where)
    unsent = fetch.lone and not run.behaviours.lends_realm_credentials and fetch.is_below_its_index
    leaked = fetch.hop is not None and run.behaviours.leaks_across_origins and fetch.given is not None
    if unsent:
        last.credential = replace(last.credential or shown, username=shown.username)
    elif last.credential is None or last.credential.username == MASK or (fetch.lone and not leaked):
        last.credential = shown
    run.wallet.cache.insert(fetch.at, shown if unsent else last.credential)
    run.before.passed = fetch
