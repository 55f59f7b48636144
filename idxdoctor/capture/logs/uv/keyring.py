"""uv's messages on the keyring program: for which fetch it is asked, under which services, and what it knew.

uv: uv-auth/src/keyring.rs, middleware.rs. Several fetches may ask at once, and a call names its service alone: the URL
just spoken of, then that URL's host, then host and scheme.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idxdoctor.capture.logs.said import Said
from idxdoctor.capture.logs.urls import spelled, url_of
from idxdoctor.capture.logs.uv.looking import looking_below, who_looks_below
from idxdoctor.capture.logs.uv.run import UvRun
from idxdoctor.capture.logs.uv.state import Asking, Call, Fetch
from idxdoctor.model.exchange import AskKeyring, Decision, KeyringCall
from idxdoctor.model.secret import MASK

_ASKED: Final = Decision("uv.keyring-username", "a username is known: the keyring is asked for its password")
_ALWAYS: Final = Decision("uv.keyring-always", "`authenticate = always`: the keyring is asked without a username")


def keyring(run: UvRun, said: Said) -> None:
    """The keyring is about to be asked for the password of a user, who is that of all requests to the index."""
    fetch = _ask(run, said, said["name"])
    if (url := url_of(said["url"])) is not None:
        run.wallet.usernames[spelled(url)] = said["name"]
    for one in {id(one): one for one in (fetch, *looking_below(run, said["url"])) if one}.values():
        if one.lone and one.last and one.given and one.given.username == MASK:
            one.given = replace(one.given, username=said["name"])
            one.last.credential = one.given


def keyring_always(run: UvRun, said: Said) -> None:
    """The keyring is about to be asked for a whole credential."""
    _ask(run, said, None)


def _ask(run: UvRun, said: Said, username: str | None) -> Fetch | None:
    url = url_of(said["url"])
    if url is None:
        return None
    fetch = who_looks_below(run, said["url"])
    run.asking.append(Asking(fetch, url.bare(), username))
    if fetch is not None:
        fetch.looked.append("the keyring has none")
    return fetch


def no_keyring(run: UvRun, said: Said) -> None:
    """The keyring is not asked without a username."""
    if fetch := run.at(said["url"], said.line):
        fetch.looked.append("the keyring is not asked without a username")


def service(run: UvRun, said: Said) -> None:
    """The keyring program is called."""
    called = said["key"]
    asking = run.asking[-1] if said["where"] == "URL" and run.asking else _that_calls(run, called)
    call = Call(called, asking)
    run.keyring.append(call)
    if asking is not None:
        asking.calls.append(call)


def _that_calls(run: UvRun, service: str) -> Asking | None:
    """Return the question for which a host is called; where only one is left that has called it, that was another's."""
    left = [one for one in run.asking if not one.is_over]
    asking = next((one for one in left if one.may_call(service)), None)
    if asking is not None:
        return asking
    for again in left:
        call = next((one for one in again.calls if one.service == service), None)
        other = next((one for one in run.asking if one.is_over and one.may_call(service)), None)
        if call is not None and other is not None and other.username == again.username:
            _was_of(call, again, other)
            return again
    return None


def _was_of(call: Call, again: Asking, other: Asking) -> None:
    """Give a call to another question, which it answered; the one that it was taken for calls only now."""
    again.calls.remove(call)
    for before in other.calls:
        before.answered = False
    other.calls.append(call)
    call.asking, call.answered = other, True


def knew(run: UvRun, fetch: Fetch) -> None:
    """Note that the keyring knew what it was asked last for a fetch; only now its message names that."""
    left = [one for one in reversed(run.asking) if not one.is_over]
    asking = next((one for one in left if one.fetch is fetch), None)
    asking = asking or next((one for one in left if one.is_about(fetch.at)), None)
    if asking is None or not asking.calls:
        return
    asking.fetch, asking.is_over = fetch, True
    asking.calls[-1].answered = True


def asked(call: Call) -> KeyringCall:
    """Return a call as the trace has it."""
    username = call.asking.username if call.asking else None
    return KeyringCall(AskKeyring(call.service, username, _ASKED if username else _ALWAYS), call.answered)
