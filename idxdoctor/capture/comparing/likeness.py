"""Whether a client does in a world whose servers were moved what it does in the world itself, by its model."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import NamedTuple

from idxdoctor.capture.answering.seen import in_header
from idxdoctor.model.exchange import Exchange, KeyringCall
from idxdoctor.model.trace import Client
from idxdoctor.model.url import Origin
from idxdoctor.scenario.model import Scenario
from idxdoctor.scenario.moved import moved_service, moved_url
from idxdoctor.transport.replay import replay


class Unlike(NamedTuple):
    """The first thing that a client does otherwise: in the world, and where its servers were moved; None: nothing."""

    package: str
    there: Exchange | KeyringCall | None
    here: Exchange | KeyringCall | None


def unlike(world: Scenario, other: Scenario, places: Mapping[Origin, Origin], client: Client) -> Unlike | None:
    """Return where the client's model parts from itself, or None where it sends the same to the same servers.

    Raises `InputError` where either can't be replayed.
    """
    for one, moved in zip_longest(replay(world, client).lookups, replay(other, client).lookups):
        calls = zip_longest(one.keyring, moved.keyring)
        for there, here in (*zip_longest((*one.exchanges, *one.files), (*moved.exchanges, *moved.files)), *calls):
            if _key(there, places) != _key(here, {}):
                return Unlike(one.package, there, here)
    return None


def _key(did: Exchange | KeyringCall | None, places: Mapping[Origin, Origin]) -> tuple[object, ...] | None:
    if did is None:
        return None
    if isinstance(did, KeyringCall):
        return (moved_service(did.request.service, places), did.request.username, did.answered)
    url = moved_url(did.request.url, places).reveal()
    return (did.request.method, url, in_header(did.request.credential), did.answer.status, did.answer.failure)
