"""Pages that uv keeps: while one is fresh it isn't asked for again (uv: uv-client/src/cached_client.rs, httpcache).

That counts within a run where a project is looked for everywhere and at the index of its pin as well.
"""

from __future__ import annotations

from typing import Final

from idxdoctor.clients.uv.request import Response
from idxdoctor.clients.uv.session import Session
from idxdoctor.model.exchange import Steps, Wait
from idxdoctor.model.url import Url

_AGE: Final = frozenset({"cache-control", "expires", "vary"})
"""Headers without which a page is fresh for ten minutes, whoever asks (uv: httpcache/mod.rs freshness_lifetime)."""


def keep_page(session: Session, project: str, url: Url, response: Response) -> Steps[None]:
    """Keep a page that may be asked for again, which takes a moment in which others go on."""
    twice = project in session.pins and session.behaviours.searches_everywhere_despite_pin
    if twice and not _AGE.intersection(response.answer.headers):
        yield Wait(lambda: True)
        session.kept_pages[url.bare()] = response


def kept_page(session: Session, url: Url) -> Response | None:
    """Return the page that is kept for a URL."""
    return session.kept_pages.get(url.bare())
