"""uv, as the registry knows it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from idxdoctor.clients.behaviour import table_of
from idxdoctor.clients.registry import Model, Start
from idxdoctor.clients.uv.behaviours import Behaviours, behaviours_of
from idxdoctor.clients.uv.doubts import doubt_of
from idxdoctor.clients.uv.files import metadata
from idxdoctor.clients.uv.flat import find_links
from idxdoctor.clients.uv.lookup import lookup
from idxdoctor.clients.uv.overview import overview
from idxdoctor.clients.uv.releases import RELEASES, VERIFIED
from idxdoctor.clients.uv.session import Session
from idxdoctor.config.uv.committed import committed_passwords
from idxdoctor.config.uv.editor import EDITOR
from idxdoctor.config.uv.named import with_files
from idxdoctor.config.uv.needs import project_dependencies
from idxdoctor.config.uv.plan import read_plan
from idxdoctor.model.plan import Plan, ProxySettings, Refusable
from idxdoctor.model.trace import LINKS


def start(plan: Plan, version: str) -> Start:
    """Begin one run of uv."""
    session = Session(plan, version)
    return _begun(session)._replace(doubt=doubt_of(session, _begun))


def _begun(session: Session) -> Start:
    before = {LINKS: find_links(session)} if session.find_links else {}
    return Start(partial(lookup, session), before, partial(metadata, session))


def refused(plan: Plan, version: str) -> Refusable | None:
    """Return what this version ends the run for before it asks anything."""
    return Session(plan, version).refused


def headers(version: str) -> Mapping[str, str]:
    """Return what uv sends with a request for a simple page (uv: uv-client/src/registry_client.rs, MediaType)."""
    encodings = "gzip, deflate, zstd" if behaviours_of(version).asks_for_zstd else "gzip"
    return {
        "Accept": "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01",
        "Accept-Encoding": encodings,
        "User-Agent": f"uv/{version}",
    }


def proxies(plan: Plan, version: str) -> ProxySettings | None:
    """Return the proxies that this version takes from its settings, or None where the variables count.

    One alone does away with the variables for both schemes (reqwest: async_impl/client.rs ClientBuilder::proxy).
    """
    named = plan.proxies.http or plan.proxies.https
    return plan.proxies if named and behaviours_of(version).reads_proxy_settings else None


MODEL = Model(
    "uv",
    RELEASES,
    VERIFIED,
    read_plan,
    project_dependencies,
    start,
    headers,
    table_of(Behaviours),
    overview,
    EDITOR,
    with_files,
    committed_passwords,
    refused,
    proxies,
)
