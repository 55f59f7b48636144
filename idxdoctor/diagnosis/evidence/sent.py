"""The credentials that a lookup sent, by server."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from idxdoctor.diagnosis.rule import Case
from idxdoctor.model.credential import Credential
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.plan import Index
from idxdoctor.model.url import Origin

_LOOPBACK: Final = re.compile(r"localhost|.*\.localhost|127\.[0-9.]+|\[?::1\]?")


@dataclass(slots=True)
class Sent:
    """A credential that went to one server, and the requests by their positions.

    `asked` is the index for which it first did; None where it was for a file alone.
    """

    credential: Credential
    origin: Origin
    asked: Index | None = None
    exchanges: tuple[int, ...] = ()
    files: tuple[int, ...] = ()

    @property
    def stays_here(self) -> bool:
        """Say whether the server is on this machine, by its name."""
        return _LOOPBACK.fullmatch(self.origin.host) is not None


def sent_credentials(case: Case) -> Iterable[Sent]:
    """Return what was sent where, in the order of the first request, those for files last.

    What a check left out counts as sent: the client would have sent it.
    """
    found: dict[tuple[Origin, Credential], Sent] = {}
    for position, exchange in enumerate(case.lookup.exchanges):
        if sent := _sent(found, exchange):
            sent.asked = sent.asked or case.index_of(exchange)
            sent.exchanges += (position,)
    for position, exchange in enumerate(case.lookup.files):
        if sent := _sent(found, exchange):
            sent.files += (position,)
    return found.values()


def _sent(found: dict[tuple[Origin, Credential], Sent], exchange: Exchange) -> Sent | None:
    credential, origin = exchange.request.credential, exchange.request.url.origin
    return None if credential is None else found.setdefault((origin, credential), Sent(credential, origin))
