"""uv, as the registry knows it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from idxdoctor.clients.behaviour import table_of
from idxdoctor.clients.registry import Doubt, Model, Start
from idxdoctor.clients.uv.behaviours import Behaviours, behaviours_of
from idxdoctor.clients.uv.files import metadata
from idxdoctor.clients.uv.flat import find_links
from idxdoctor.clients.uv.lookup import lookup
from idxdoctor.clients.uv.overview import overview
from idxdoctor.clients.uv.releases import RELEASES, VERIFIED
from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.plan import read_plan
from idxdoctor.config.uv.sources import project_dependencies
from idxdoctor.model.plan import Plan


def start(plan: Plan, version: str) -> Start:
    """Begin one run of uv."""
    session = Session(plan, version)
    return _begun(session)._replace(doubt=_doubt(session, plan, version))


def _begun(session: Session) -> Start:
    before = {"--find-links": find_links(session)} if session.plan.find_links else {}
    return Start(partial(lookup, session), before, partial(metadata, session))


def _doubt(session: Session, plan: Plan, version: str) -> Doubt | None:
    """Say which index a request belongs to in two ways, where that is up to the order of uv's hash set."""
    overlaps = session.overlaps()
    if not overlaps:
        return None
    outer, inner = overlaps[0]
    text = (
        f"requests below {inner.url} belong to that index or to {outer.url}, whose root they are below too: "
        "which one uv takes is unspecified"
    )
    return Doubt(text, lambda: _begun(Session(plan, version, prefers_shorter_root=True)))


def headers(version: str) -> Mapping[str, str]:
    """Return what uv sends with a request for a simple page (uv: uv-client/src/registry_client.rs, MediaType)."""
    encodings = "gzip, deflate, zstd" if behaviours_of(version).asks_for_zstd else "gzip"
    return {
        "Accept": "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01",
        "Accept-Encoding": encodings,
        "User-Agent": f"uv/{version}",
    }


MODEL = Model("uv", RELEASES, VERIFIED, read_plan, project_dependencies, start, headers, table_of(Behaviours), overview)
