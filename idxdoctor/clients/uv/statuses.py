"""Which statuses of an index say only that it does not have something (uv: status_code_strategy.rs)."""

from __future__ import annotations

import re
from dataclasses import replace

from idxdoctor.clients.uv.session import Session
from idxdoctor.model.plan import Index


def ignored_statuses(session: Session, index: Index) -> frozenset[int]:
    """Return the statuses after which uv asks the next index, by the first definition with this index's URL.

    An index that only a source names, and no setting that counts, has none (uv: uv-distribution-types/src/index_url.rs
    status_code_strategy_for).
    """
    behaviours = session.behaviours
    if not behaviours.honours_ignored_statuses:
        return frozenset()
    definition = _definition(session, index)
    if definition is None:
        return frozenset()
    if definition.ignored_statuses is not None:
        return definition.ignored_statuses
    host = definition.url.host
    by_suffix = behaviours.pytorch_subdomains_may_refuse and host.endswith("pytorch.org")
    exact = behaviours.pytorch_may_refuse and host == "download.pytorch.org"
    return frozenset({403}) if by_suffix or exact else frozenset()


def ignored_statuses_of_files(session: Session, index: Index) -> frozenset[int]:
    """Return the statuses of a wheel or its metadata after which uv tries another version: those that are named."""
    if not session.behaviours.ignores_statuses_of_files:
        return frozenset()
    definition = _definition(session, index)
    return (definition and definition.ignored_statuses) or frozenset()


def _definition(session: Session, index: Index) -> Index | None:
    return next((other for other in session.defined if _same_index(session, other, index)), None)


def _same_index(session: Session, one: Index, other: Index) -> bool:
    if not session.behaviours.matches_ignoring_userinfo:
        return one.url == other.url
    return _canonical(one) == _canonical(other)


def _canonical(index: Index) -> str:
    bare = index.url.bare()
    return replace(bare, path=re.sub(r"/$", "", bare.path)).reveal()
