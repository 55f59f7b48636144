"""uv's messages on the keyring program: for which fetch it is asked, under which services, and what it knew.

uv: uv-auth/src/keyring.rs, middleware.rs. Several fetches may ask at once, and a call names its service alone: the URL
just spoken of, then that URL's host, then host and scheme.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idxdoctor.capture.logs.urls import spelled, url_of
from idxdoctor.capture.logs.uv.run import Asking, Said, UvRun
from idxdoctor.capture.logs.uv.state import Fetch
from idxdoctor.model.exchange import AskKeyring, Decision, KeyringCall
from idxdoctor.model.secret import MASK

_ASKED: Final = Decision("uv.keyring-username", "a username is known: the keyring is asked for its password")
_ALWAYS: Final = Decision("uv.keyring-always", "`authenticate = always`: the keyring is asked without a username")


def keyring(run: UvRun, said: Said) -> None:
    """The keyring is about to be asked for the password of a user, who is that of all requests to the index."""
    fetch = _ask(run, said, said["name"])
    if (url := url_of(said["url"])) is not None:
        run.wallet.usernames[spelled(url)] = said["name"]
    for one in {id(one): one for one in (fetch, *run.looking_below(said["url"])) if one}.values():
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
    fetch = run.who_looks_below(said["url"])
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
    asking = next((one for one in run.asking if one.may_call(said["key"])), None)
    if said["where"] == "URL":
        asking = run.asking[-1] if run.asking else None
    username = asking.username if asking else None
    question = AskKeyring(said["key"], username, _ASKED if username else _ALWAYS)
    run.keyring.append((said.line, asking.fetch if asking else None, KeyringCall(question, False)))
    if asking is not None:
        asking.called.append(said["key"])


def knew(run: UvRun, fetch: Fetch) -> None:
    """Note that the keyring knew what it was asked last for a fetch; only now its message names that."""
    asking = next((one for one in reversed(run.asking) if one.fetch is fetch), None)
    asking = asking or next((one for one in reversed(run.asking) if one.is_about(fetch.at)), None)
    if asking is None or not asking.called:
        return
    run.asking.remove(asking)
    for position, (line, asked_for, call) in enumerate(run.keyring):
        if asked_for is asking.fetch and call.request.username == asking.username:
            answered = call.request.service == asking.called[-1]
            run.keyring[position] = (line, fetch, call._replace(answered=call.answered or answered))
