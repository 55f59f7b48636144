"""Where redirects led a lookup, as rules speak of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from idxdoctor.diagnosis.finding import Fix
from idxdoctor.diagnosis.fixes.proposals import give_host_credentials, together, upgrade
from idxdoctor.diagnosis.rule import Case
from idxdoctor.model.exchange import Exchange
from idxdoctor.model.plan import Index
from idxdoctor.model.trace import Visit
from idxdoctor.model.url import Origin, Url


@dataclass(frozen=True, slots=True)
class Hop:
    """The last request for an index, which a redirect led to: its position, and the request before it."""

    index: Index
    visit: Visit
    position: int
    source: Exchange
    last: Exchange

    @property
    def crosses(self) -> bool:
        """Say whether the redirect left the origin of what redirected."""
        return self.source.request.url.origin != self.last.request.url.origin


def last_hops(case: Case) -> Iterator[Hop]:
    """Return the indexes whose last request was one that a redirect led to."""
    for visit in case.ending.visits:
        exchanges = case.lookup.exchanges_of(visit.index)
        for (_, source), (position, last) in list(pairwise(exchanges))[-1:]:
            if source.redirect is not None and source.redirect.bare() == last.request.url:
                yield Hop(case.ending.indexes[visit.index], visit, position, source, last)


def netrc_for(case: Case, target: Origin) -> Fix:
    """Return what gives a redirect's target credentials: an entry in netrc, and a release that consults it there."""
    entry = give_host_credentials(target)
    if not case.is_older_than("uv", "0.7.14"):
        return entry
    newer = upgrade("uv", "0.7.14", ", which consults netrc after a redirect")
    has_entry = any(known.host == target.host for known in case.trace.plan.netrc)
    return newer if has_entry else together(f"{newer.title}, and {entry.title}", newer, entry)


def base_of(page: Url, package: str) -> str | None:
    """Return the index URL that a page of a package is below, or None where it looks like no such page."""
    path = page.path.rstrip("/")
    if path.rpartition("/")[2] != package or page.query is not None:
        return None
    return f"{page.origin}{path.rpartition('/')[0]}"
