"""What a log shows as a run of the client, so that it is held against the model as a run on the wire is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from idxdoctor.capture.answering.seen import CONNECT, Seen, SeenKeyring
from idxdoctor.capture.running.runner import Run
from idxdoctor.model.exchange import Answer, Exchange, Failure
from idxdoctor.model.secret import Secret
from idxdoctor.model.trace import Lookup, Outcome
from idxdoctor.model.url import Url
from idxdoctor.scenario.recording.pseudonyms import Pseudonyms

_UNCONNECTED: Final = frozenset({Failure.CONNECT, Failure.PROXY, Failure.TLS})


def run_of(lookups: tuple[Lookup, ...], names: Pseudonyms) -> Run:
    """Return the lookups of a log, completed, as a run under the names of a scenario, in the log's order."""
    exchanges = [_seen(exchange, names) for lookup in lookups for exchange in lookup.exchanges]
    files = [_seen(exchange, names) for lookup in lookups for exchange in lookup.files]
    well = all(lookup.ending.outcome is Outcome.FOUND and lookup.files and not lookup.file_fault for lookup in lookups)
    in_order = sorted(exchanges, key=lambda seen: seen.place)
    return Run(tuple(in_order), tuple(files), tuple(_calls(lookups, names)), 0 if well else 1, "")


def _calls(lookups: tuple[Lookup, ...], names: Pseudonyms) -> Iterator[SeenKeyring]:
    for lookup in lookups:
        for call in lookup.keyring:
            username = call.request.username
            yield SeenKeyring(names.service(call.request.service), username and names.username(username))


def _seen(exchange: Exchange, names: Pseudonyms) -> Seen:
    request, answer = exchange.request, exchange.answer
    url, place = names.url(request.url), exchange.line or 0
    if answer.failure is Failure.NAME:
        answer = Answer(None, failure=Failure.CONNECT)
    if answer.failure in _UNCONNECTED and url.scheme == "https":
        return Seen(CONNECT, Url.parse(str(url.origin)), None, answer, place=place)
    credential = request.credential
    if credential is not None:
        username, password = names.credential(credential)
        credential = replace(credential, username=username, password=None if password is None else Secret(password))
    redirect = None if exchange.redirect is None else names.url(exchange.redirect)
    return Seen(request.method, url, credential, answer, redirect, place)
