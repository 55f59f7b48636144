"""The calls of the keyring program, as rules speak of them."""

from __future__ import annotations

from shlex import quote

from idxdoctor.diagnosis.rule import Case
from idxdoctor.model.credential import Reach, shown_service
from idxdoctor.model.exchange import AskKeyring, KeyringCall
from idxdoctor.model.secret import MASK, shown_username
from idxdoctor.model.url import Origin


def calls_for(case: Case, origin: Origin) -> list[KeyringCall]:
    """Return the calls that were made for a server; pdm's own services name a source and no server."""
    return [
        call
        for call in case.lookup.keyring
        if call.request.service.startswith("pdm-") or Reach.of_service(call.request.service).covers(origin)
    ]


def shown_calls(calls: list[KeyringCall]) -> str:
    """Return calls as typed in a shell, each once."""
    return " and ".join(f"`{shown}`" for shown in dict.fromkeys(shown_call(call.request) for call in calls))


def shown_call(question: AskKeyring) -> str:
    """Return a call as typed in a shell; a username that may be a token is masked."""
    service = quote(shown_service(question.service))
    if question.username is None:
        return f"keyring get {service} --mode creds"
    username = shown_username(question.username, None)
    return f"keyring get {service} {username if username == MASK else quote(username)}"
