"""What uv's source leaves open, or this tool can't see: where a run of the same release may as well go otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from idxdoctor.clients.registry import Doubt, Start
from idxdoctor.clients.uv.session import Session


def doubt_of(session: Session, begun: Callable[[Session], Start]) -> Doubt | None:
    """Return all doubts about a run as one, or None where there is none; `begun` begins a run of a session.

    The other way takes every open choice differently.
    """
    found = [*_overlapping_roots(session), *_store_ties(session), *_system_store(session)]
    if not found:
        return None
    return Doubt("; ".join(found), lambda: begun(Session(session.plan, session.version, takes_other_choices=True)))


def _overlapping_roots(session: Session) -> Iterator[str]:
    """Say of which two indexes a request may be, where that is up to the order of uv's hash set."""
    for outer, inner in session.overlaps()[:1]:
        yield (
            f"requests below {inner.url} belong to that index or to {outer.url}, whose root they are below too: "
            "which one uv takes is unspecified"
        )


def _store_ties(session: Session) -> Iterator[str]:
    """Say which entries of the credentials store fit equally well, where that is up to the order of uv's hash map."""
    behaviours = session.behaviours
    if not behaviours.has_credentials_store or behaviours.ambiguous_store_match_is_none:
        return
    for one, other in combinations(session.plan.stored, 2):
        serves = any(session.is_below(one.service, index.url) for index in session.defined)
        if serves and one.service == other.service and one.credential.username != other.credential.username:
            where = f"{one.credential.provenance} and {other.credential.provenance}"
            yield f"{where} are for the same service: which one uv takes where no username is known is unspecified"
            return


def _system_store(session: Session) -> Iterator[str]:
    if session.plan.system_store and session.behaviours.asks_system_store:
        yield (
            "with the preview `native-auth` uv asks the system's own store for credentials, after netrc and its own "
            "store: what that holds can't be seen from here, and it is taken to hold nothing"
        )
