"""A locked package at the index that must serve it.

uv takes the files of a lock from where the lock says and asks for no page (uv: uv-resolver/src/lock/mod.rs), so that
the page only stands for them here. It is asked for as that of a package which a source pins: at the index of the lock
alone. Only where that has not got the package are the others asked, in their order, to see whether one of them would
take its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.homes import same_index
from idxdoctor.model.exchange import Steps
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Ending, Outcome, Visit

Search: TypeAlias = Callable[[Session, tuple[Index, ...], range, str], Steps[Ending]]
"""Asks the indexes of an order that stand at some positions."""


def visit_homes(session: Session, homes: tuple[Index, ...], project: str, search: Search) -> Steps[Ending]:
    """Ask each index that must serve the project, and the others where one of these has not got it."""
    others = tuple(index for index in session.order if not any(same_index(index.url, home.url) for home in homes))
    order, visits = (*homes, *others), tuple[Visit, ...]()
    for position in range(len(homes)):
        ending = yield from search(session, order, range(position, position + 1), project)
        visits += ending.visits
        if ending.outcome is Outcome.NOT_FOUND:
            ending = yield from search(session, order, range(len(homes), len(order)), project)
            return replace(ending, visits=(*visits, *ending.visits))
        if ending.outcome is not Outcome.FOUND:
            return replace(ending, visits=visits)
    return Ending(Outcome.FOUND, order, visits, 0, visits[0].status)
