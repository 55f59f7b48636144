"""uv's messages on the keyring program: for which fetch it is asked, under which services, and what it knew.

uv: uv-auth/src/keyring.rs, middleware.rs. Several fetches may ask at once, and a call names its service alone: the URL
just spoken of, then that URL's host, then host and scheme.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idxdoctor.capture.logs.uv_run import Asking, Said, UvRun
from idxdoctor.capture.logs.uv_state import Fetch
from idxdoctor.capture.logs.uv_urls import url_of
from idxdoctor.model.exchange import AskKeyring, Decision, KeyringCall
from idxdoctor.model.secret import MASK

_ASKED: Final = Decision("uv.keyring-username", "a username is known: the keyring is asked for its password")
_ALWAYS: Final = Decision("uv.keyring-always", "`authenticate = always`: the keyring is asked without a username")


def keyring(run: UvRun, said: Said) -> None:
    """The keyring is about to be asked for a user's password."""
    fetch = _ask(run, said, said["name"])
    if fetch is not None and fetch.lone and fetch.last and fetch.given and fetch.given.username == MASK:
        fetch.given = replace(fetch.given, username=said["name"])
        fetch.last.credential = fetch.given


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
    """Note that the keyring knew what it was asked last for a fetch."""
    for position in reversed(range(len(run.keyring))):
        line, asked_for, call = run.keyring[position]
        if asked_for is fetch:
            run.keyring[position] = (line, asked_for, call._replace(answered=True))
            break
    run.asking = [one for one in run.asking if one.fetch is not fetch]
