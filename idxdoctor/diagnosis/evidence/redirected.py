"""Refusals of servers that a redirect led to, asked without credentials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import give_host_credentials, move, together
from idxdoctor.diagnosis.rule import Case, refusals
from idxdoctor.model.plan import Index
from idxdoctor.model.url import Origin, Url


@dataclass(frozen=True, slots=True)
class Misled:
    """A request without credentials that was refused: for which index, its position, and the Location that led to it.

    `location` keeps its userinfo; `root` is the URL of the index that the request's page would belong to.
    """

    index: Index
    position: int
    location: Url
    root: str

    @property
    def origin(self) -> Origin:
        """Return the server that refused."""
        return self.location.origin

    @property
    def exchanges(self) -> tuple[int, int]:
        """Return the positions of the redirect and of the refusal."""
        return self.position - 1, self.position

    def move(self) -> tuple[Fix, ...]:
        """Return the fix of asking that server in the first place; none where it would get the index's credentials."""
        return () if self.index.credential is not None else (move(self.index, self.root, ", to which it redirects"),)

    def move_with_credentials(self) -> tuple[Fix, ...]:
        """Return the same fix for a server for which no credentials are known."""
        title = f"use {self.root} in place of {self.index.label}, with credentials for it in netrc"
        return tuple(together(title, fix, give_host_credentials(self.origin)) for fix in self.move())


def misled(case: Case) -> Iterator[Misled]:
    """Return the indexes whose last request had no credentials, came from a redirect, and was refused."""
    for refusal in refusals(case.lookup):
        request = refusal.exchange.request
        location = case.lookup.exchanges[refusal.position - 1].redirect if refusal.position else None
        if location is not None and location.bare() == request.url and request.credential is None:
            root = str(request.url).rstrip("/").removesuffix(f"/{case.lookup.package}")
            yield Misled(case.index_of(refusal.exchange), refusal.position, location, root)
